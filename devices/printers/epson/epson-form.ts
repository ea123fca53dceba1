import { xmlTags } from "./xml-tags.ts"

/** What an Epson printer posts. */
export type EpsonPost =
  | { readonly type: "GetRequest"; readonly id: string }
  | {
      readonly type: "SetResponse"
      readonly id: string
      readonly results: ReadonlyArray<JobResult>
    }
  | { readonly type: "SetStatus"; readonly id: string; readonly status: string }

/** What became of one job, or with `job` absent of the whole answer (Version 3.00). */
export interface JobResult {
  readonly job?: string
  readonly success: boolean
  readonly code: string
  /** Automatic status, a number in decimal. */
  readonly status: string
}

/** Jobs of one answer; the hub gives one at a time. */
const mostResults = 16

const utf8 = new TextDecoder("utf-8", { fatal: true })

/**
 * A post of Server Direct Print, or nothing when it is not one. The machine is known by its `Name` (its serial number,
 * unless somebody changed it), else by its `ID`.
 *
 * @see Epson Server Direct Print User's Manual, Request and Response
 */
export const readEpsonPost = (body: Uint8Array): EpsonPost | undefined => {
  const form = formOf(body)
  const id = form?.get("Name") || form?.get("ID") || "unnamed"
  switch (form?.get("ConnectionType")) {
    case "GetRequest":
      return { type: "GetRequest", id }
    case "SetStatus": {
      const status = statusIn(form.get("Status") ?? "")
      return status === undefined ? undefined : { type: "SetStatus", id, status }
    }
    case "SetResponse": {
      const results = resultsIn(form.get("ResponseFile") ?? "")
      return results === undefined ? undefined : { type: "SetResponse", id, results }
    }
    default:
      return undefined
  }
}

const formOf = (body: Uint8Array): URLSearchParams | undefined => {
  try {
    return new URLSearchParams(utf8.decode(body))
  } catch {
    return undefined
  }
}

/** A bare number, or the document that newer firmware sends. */
const statusIn = (text: string): string | undefined => {
  const tag = xmlTags(text)?.find(({ attributes }) => attributes["asbstatus"] !== undefined)
  const status = text.includes("<") ? (tag?.attributes["asbstatus"] ?? "") : text
  return status.trim() !== "" && Number.isInteger(Number(status)) ? status : undefined
}

const resultsIn = (xml: string): ReadonlyArray<JobResult> | undefined => {
  const tags = xmlTags(xml)
  if (tags?.[0]?.name !== "PrintResponseInfo") return undefined
  const results: Array<JobResult> = []
  let job: string | undefined
  let whole: boolean | undefined
  for (const { name, attributes, text } of tags) {
    if (name === "printjobid") job = text.trim()
    // The answer as a whole: `<ServerDirectPrint><Response Success="false"><ErrorSummary>…`
    if (name === "Response") whole = attributes["Success"] === "true"
    if (name === "ErrorSummary" && whole === false)
      results.push({ success: false, code: text.trim().slice(0, 64), status: "" })
    if (name !== "response" || job === undefined) continue
    const { success, code = "", status = "" } = attributes
    results.push({ job, success: success === "true", code, status })
    job = undefined
  }
  return results.length > 0 && results.length <= mostResults ? results : undefined
}
