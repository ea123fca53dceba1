/** Largest packet either way, in bytes (devices.md §4.3). */
export const packetLimit = 256 * 1024

/**
 * Watches a connection's bytes for a packet that announces more than the limit, before anybody stores it: the parser
 * behind it would collect up to 256 MiB first.
 *
 * Give it every chunk in order. It answers `false` once and for ever from the first packet that is too large or whose
 * length is not a length.
 *
 * @param limit bytes of a whole packet, fixed header included
 */
export const packetMeter = (limit: number): ((chunk: Uint8Array) => boolean) => {
  let fine = true
  /** Bytes of the current packet's body that are still to come. */
  let body = 0
  /** Bytes read of the current fixed header; 0 outside one. */
  let header = 0
  let length = 0

  return (chunk) => {
    let at = 0
    while (fine && at < chunk.length) {
      if (body > 0) {
        const taken = Math.min(body, chunk.length - at)
        body -= taken
        at += taken
        continue
      }
      const byte = chunk[at] ?? 0
      at += 1
      header += 1
      if (header === 1) continue
      length += (byte & 0x7f) * 128 ** (header - 2)
      const more = (byte & 0x80) !== 0
      if (length + header > limit || (more && header === 5)) fine = false
      if (more) continue
      body = length
      header = 0
      length = 0
    }
    return fine
  }
}
