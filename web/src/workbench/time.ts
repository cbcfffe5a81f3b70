/** Times on screen. */

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
