/** What is asked of an ESC/POS printer around its tickets (devices.md §1.6). None of it leaves a mark on paper. */
export const realTimeStatus = (n: 1 | 2 | 3 | 4): Uint8Array => Uint8Array.of(0x10, 0x04, n)

/** Automatic status back for everything there is. */
export const automaticStatusOn = Uint8Array.of(0x1d, 0x61, 0xff)

/** Maker, then model. */
export const nameYourself = Uint8Array.of(0x1d, 0x49, 0x42, 0x1d, 0x49, 0x43)

/** `GS ( H`: answered with the same four characters when everything before it is on paper. */
export const tellWhenPrinted = (id: string): Uint8Array =>
  Uint8Array.of(0x1d, 0x28, 0x48, 6, 0, 0x30, 0x30, ...Buffer.from(fenceId(id), "latin1"))

/** `GS r 1`: answered in its order among what is printed, and not while paper is out. */
export const answerInOrder = Uint8Array.of(0x1d, 0x72, 0x01)

/** Exactly four characters from space to tilde, as `GS ( H` demands. */
export const fenceId = (id: string): string =>
  id
    .replaceAll(/[^ -~]/g, "0")
    .slice(0, 4)
    .padEnd(4, "0")

/**
 * A ticket with the automatic status switched on right after its `ESC @`, which had switched it off.
 *
 * @param bytes from initialize to cut
 */
export const withAutomaticStatus = (bytes: Uint8Array): Uint8Array => {
  const start = bytes[0] === 0x1b && bytes[1] === 0x40 ? 2 : 0
  return Buffer.concat([bytes.subarray(0, start), automaticStatusOn, bytes.subarray(start)])
}
