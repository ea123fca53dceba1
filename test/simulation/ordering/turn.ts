/** Lets everybody work, and stops them all between two steps so that the house can be looked at. */
export class Turn {
  #open = Promise.withResolvers<void>()
  #paused = true
  #over = false
  #busy = 0
  #quiet: (() => void) | undefined

  /** False when the evening is over. Waits while everybody rests. */
  async mine(): Promise<boolean> {
    while (this.#paused && !this.#over) await this.#open.promise
    return !this.#over
  }

  /** One step; none begins while everybody rests. */
  async during(step: () => Promise<void>): Promise<void> {
    if (!(await this.mine())) return
    this.#busy += 1
    try {
      await step()
    } finally {
      this.#busy -= 1
      if (this.#busy === 0) this.#quiet?.()
    }
  }

  begin(): void {
    this.#paused = false
    this.#open.resolve()
  }

  /** Resolves to true when nobody is in the middle of a step, to false when that took too long. */
  async rest(withinMs: number): Promise<boolean> {
    this.#paused = true
    this.#open = Promise.withResolvers()
    if (this.#busy === 0) return true
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), withinMs)
      this.#quiet = () => {
        clearTimeout(timer)
        resolve(true)
      }
    })
  }

  end(): void {
    this.#over = true
    this.#open.resolve()
  }
}
