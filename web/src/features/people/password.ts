/** Without the letters and digits that are taken for one another when read aloud or copied by hand. */
const SIGNS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const LENGTH = 16;

/** A password nobody can guess, from the browser's own source of randomness. */
export function suggestPassword(): string {
  let password = "";
  while (password.length < LENGTH) {
    for (const byte of crypto.getRandomValues(new Uint8Array(LENGTH))) {
      // Bytes past the last whole multiple are dropped, so that every sign is equally likely.
      if (byte < Math.floor(256 / SIGNS.length) * SIGNS.length && password.length < LENGTH) {
        password += SIGNS.charAt(byte % SIGNS.length);
      }
    }
  }
  return password;
}
