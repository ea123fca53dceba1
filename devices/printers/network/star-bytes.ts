/**
 * What is asked of a Star printer around its tickets, in StarPRNT and Star Line alike (devices.md §1.6; Star's command
 * specifications, "Status"). None of it leaves a mark on paper.
 */

/** `ESC ACK SOH`: answered at once, also by a printer that stands. */
export const realTimeStatus = Uint8Array.of(0x1b, 0x06, 0x01)

/** `ESC RS a 1`: it says by itself what changes. */
const automaticStatusOn = Uint8Array.of(0x1b, 0x1e, 0x61, 0x01)

/** `ESC RS E 0`: the counter of `ETB` begins at zero; it is not told of that. */
const counterToZero = Uint8Array.of(0x1b, 0x1e, 0x45, 0x00)

/** `ETB`: waits until everything before it is on paper, then counts one up and says so. */
const countWhenPrinted = 0x17

/**
 * A ticket with its own count: from zero at its beginning to `count` when all of it is on paper.
 *
 * @param bytes from initialize (`ESC @`, `CAN`) to cut
 */
export const countedTicket = (bytes: Uint8Array, count: number): Uint8Array => {
  const start = bytes[0] === 0x1b && bytes[1] === 0x40 ? (bytes[2] === 0x18 ? 3 : 2) : 0
  return Buffer.concat([
    bytes.subarray(0, start),
    counterToZero,
    automaticStatusOn,
    bytes.subarray(start),
    new Uint8Array(count).fill(countWhenPrinted),
  ])
}
