/** The hub said no, or asked for patience, with a code. `detail` is one sentence for the person. */
export class HubRefusal extends Error {
  readonly code: string
  readonly detail: string
  readonly meta: Readonly<Record<string, unknown>>

  constructor(code: string, detail: string, meta: Readonly<Record<string, unknown>> = {}) {
    super(`${code}: ${detail}`)
    this.name = "HubRefusal"
    this.code = code
    this.detail = detail
    this.meta = meta
  }
}
