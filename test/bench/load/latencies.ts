/** Latencies of one run in milliseconds. */
export class Latencies {
  readonly #values: number[] = []
  add(ms: number): void {
    this.#values.push(ms)
  }
  get count(): number {
    return this.#values.length
  }
  /** @param p 0 to 1 */
  quantile(p: number): number {
    const sorted = Float64Array.from(this.#values).sort()
    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] ?? Number.NaN
  }
  get p50(): number {
    return this.quantile(0.5)
  }
  get p99(): number {
    return this.quantile(0.99)
  }
}
