/** Where to go after sign-in: only addresses of this page, never another site's ("//evil.example", "https:…"). */
export function safeReturn(to: string | null): string | null {
  if (to === null || !to.startsWith("/") || to.startsWith("//") || to.includes("\\")) return null;
  return to.startsWith("/sign-in") ? null : to;
}
