/**
 * Whether `file` begins with the very bytes that the server has. The server says the SHA-256 of each
 * block of what arrived; the browser makes its own of the same blocks. A name, a size or a date would
 * not do: phones write a picked film anew each time.
 *
 * @param {Blob} file
 * @param {string} url of the blocks
 * @param {{ fetch: typeof fetch, seen?: (bytes: number) => void }} tools
 * @returns {Promise<boolean>}
 */
export async function same(file, url, tools) {
  for (let first = 0; ; ) {
    const answer = await tools.fetch(`${url}?first=${first}`);
    if (!answer.ok) throw new Error(await answer.text());
    const { size, arrived, digests } = await answer.json();
    if (arrived > file.size) return false;
    for (const digest of digests) {
      const slice = file.slice(first * size, Math.min(arrived, (first + 1) * size));
      if ((await sha256(slice)) !== digest) return false;
      first += 1;
      tools.seen?.(Math.min(arrived, first * size));
    }
    if (!digests.length || first * size >= arrived) return true;
  }
}

/** @param {Blob} slice */
async function sha256(slice) {
  const digest = await crypto.subtle.digest("SHA-256", await slice.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
