/**
 * The hub's clock as far as this device can know it: every device that shows a timer shows the same one, whatever its
 * own clock says.
 */
export class HubClock {
  #offset: number | undefined

  /** Milliseconds since 1970. The device's own clock until the hub spoke. */
  now(): number {
    return Date.now() + (this.#offset ?? 0)
  }

  /** @param hubNow ISO 8601, as the hub wrote it when it sent the frame that just came in */
  heard(hubNow: string): void {
    const sample = Date.parse(hubNow) - Date.now()
    if (Number.isNaN(sample)) return
    // A frame can be late, never early: the largest sample is nearest the truth. Smaller ones pull slowly, so that a
    // slow drift is followed, and a jump of the device's clock is taken at once.
    const jumped = this.#offset === undefined || Math.abs(sample - this.#offset) > 5_000
    if (this.#offset === undefined || jumped || sample > this.#offset) this.#offset = sample
    else this.#offset += (sample - this.#offset) / 16
  }
}
