/** Sending to the server: what it says, or status 0 when nothing came back. */

const PATIENCE = 20000;
const KEEP_ALIVE_BYTES = 60000;

/** Read anew for each try: signing in again in another tab changes it. */
function token() {
  const field = /** @type {HTMLInputElement | null} */ (document.querySelector("input[name=csrfmiddlewaretoken]"));
  const cookie = document.cookie.split("; ").find((one) => /forms_csrf=/.test(one));
  return cookie ? cookie.slice(cookie.indexOf("=") + 1) : (field?.value ?? "");
}

/** @param {string} url @param {unknown} payload @returns {Promise<import("./queue.js").Reply>} */
export async function post(url, payload) {
  const body = JSON.stringify(payload);
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const reply = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token() },
      body,
      credentials: "same-origin",
      redirect: "manual",
      // Goes on when the page is left meanwhile; browsers allow this for small bodies only.
      keepalive: body.length * 3 < KEEP_ALIVE_BYTES,
      signal: stop.signal,
    });
    // A redirect leads to the sign-in page.
    if (reply.type === "opaqueredirect") return { status: 401, body: null };
    return { status: reply.status, body: await reply.json().catch(() => null) };
  } catch {
    return { status: 0, body: null };
  } finally {
    clearTimeout(timer);
  }
}

/** @returns {string} */
export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** A name for this browser, without meaning. The only thing that is ever kept in it. @returns {string} */
export function device() {
  try {
    const known = localStorage.getItem("device");
    if (known) return known;
    const made = uuid();
    localStorage.setItem("device", made);
    return made;
  } catch {
    return uuid();
  }
}
