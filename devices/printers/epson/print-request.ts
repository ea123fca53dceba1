/** How long the printer itself tries to print, in milliseconds. */
export const printTimeoutMs = 10_000

const utf8 = new TextDecoder()

/** Print data with nothing to print: under the id of a job it asks how that one went. */
export const noPaper = Buffer.from(
  `<epos-print xmlns="http://www.epson-pos.com/schemas/2011/03/epos-print"></epos-print>`,
)

/**
 * A job as an Epson takes it: ePOS-Print XML inside of its own envelope.
 *
 * @param epos the document that the encoder made, as UTF-8
 * @see Epson Server Direct Print User's Manual, PrintRequestInfo Version 2.00
 */
export const printRequest = (printJobId: string, epos: Uint8Array): string =>
  `<?xml version="1.0" encoding="utf-8"?><PrintRequestInfo Version="2.00"><ePOSPrint><Parameter>` +
  `<devid>local_printer</devid><timeout>${printTimeoutMs}</timeout><printjobid>${printJobId}</printjobid>` +
  `</Parameter><PrintData>${utf8.decode(epos).replace(/^<\?xml[^>]*\?>\s*/, "")}</PrintData></ePOSPrint></PrintRequestInfo>`
