export interface StreamEvent {
  readonly event: string
  readonly data: string
}

/**
 * Server-sent events out of a fetched body. The browser's own EventSource cannot send an Authorization header, and a
 * token does not belong into an address.
 */
export async function* eventsIn(body: ReadableStream<Uint8Array>): AsyncGenerator<StreamEvent> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ""
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      rest += decoder.decode(value, { stream: true }).replaceAll("\r\n", "\n")
      const blocks = rest.split("\n\n")
      rest = blocks.pop() ?? ""
      for (const block of blocks) {
        const event = eventOf(block)
        if (event !== undefined) yield event
      }
    }
  } finally {
    // Whoever stops listening hangs up.
    await reader.cancel().catch(() => undefined)
  }
}

/** Comment lines, which only keep the connection open, are no event. */
const eventOf = (block: string): StreamEvent | undefined => {
  let event = "message"
  const data: Array<string> = []
  for (const line of block.split("\n")) {
    if (line.startsWith("event:")) event = line.slice(6).trim()
    if (line.startsWith("data:")) data.push(line.slice(5).trimStart())
  }
  return data.length === 0 ? undefined : { event, data: data.join("\n") }
}
