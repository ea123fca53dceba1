/** What is due next, of any number of things: adding and taking cost the logarithm of how many there are. */
export class DueHeap<A> {
  readonly #nodes: Array<{ readonly at: number; readonly value: A }> = []

  get size(): number {
    return this.#nodes.length
  }

  add(at: number, value: A): void {
    const nodes = this.#nodes
    const node = { at, value }
    let index = nodes.length
    nodes.push(node)
    while (index > 0) {
      const above = (index - 1) >> 1
      const parent = nodes[above]
      if (parent === undefined || parent.at <= at) break
      nodes[index] = parent
      index = above
    }
    nodes[index] = node
  }

  /** Takes the earliest that is due at `now`. */
  take(now: number): { readonly at: number; readonly value: A } | undefined {
    const nodes = this.#nodes
    const [first] = nodes
    if (first === undefined || first.at > now) return undefined
    const last = nodes.pop()
    if (last !== undefined && nodes.length > 0) this.#sink(last)
    return first
  }

  #sink(node: { readonly at: number; readonly value: A }): void {
    const nodes = this.#nodes
    let index = 0
    for (;;) {
      const left = 2 * index + 1
      const [a, b] = [nodes[left], nodes[left + 1]]
      if (a === undefined) break
      const child = b !== undefined && b.at < a.at ? b : a
      if (child.at >= node.at) break
      nodes[index] = child
      index = child === a ? left : left + 1
    }
    nodes[index] = node
  }
}
