/** Times on screen and in addresses. */

/** 83_456 becomes "1:23", or "1:23.4" with tenths; hours appear only when there are any. */
export function clock(ms: number, tenths = false): string {
  const total = Math.max(0, tenths ? Math.floor(ms / 100) / 10 : Math.floor(ms / 1000));
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const seconds = Math.floor(total % 60);
  const rest = tenths ? `.${Math.round((total * 10) % 10)}` : "";
  const padded = String(seconds).padStart(2, "0") + rest;
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${padded}` : `${minutes}:${padded}`;
}

/** The moment that an address asks for with `?t=`, in milliseconds, or null. */
export function momentIn(search: string): number | null {
  const asked = new URLSearchParams(search).get("t");
  if (asked === null || !/^\d{1,9}$/.test(asked)) return null;
  return Number(asked);
}

/** The same address, pointing at a moment. */
export function addressAt(href: string, ms: number): string {
  const url = new URL(href);
  url.searchParams.set("t", String(Math.max(0, Math.round(ms))));
  return url.toString();
}
