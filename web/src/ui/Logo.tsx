/** The mark: a voice, and a tick for what was good in it. It is not mirrored, as time is not. */
export function Logo({ size = 30 }: { size?: number }) {
  return <img src="/icon.svg" width={size} height={size} alt="" />;
}
