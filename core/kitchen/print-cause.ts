/**
 * Every code by which the hub, its drivers and its agent say why a paper or a printer does not come on. Pages have words
 * for each; an agent of somebody else may say others.
 */
export const printCauses = [
  // The printer itself.
  "paper_out",
  "cover_open",
  "cutter",
  "error",
  "offline",
  "busy",
  // The way to it.
  "unreachable",
  "no_answer",
  "flooding",
  "no_fence",
  "language",
  // What drives it.
  "never_seen",
  "never_reached",
  "lost",
  "disconnected",
  "silent",
  "unconfirmed",
  "replaced",
  // One paper.
  "too_large",
  "decode",
  "expired",
  "power_cut",
  "cancelled",
  "printed",
  "queue_full",
  "moved",
  "backup_gone",
  "printer_removed",
  "printer_queue_full",
] as const

export type PrintCause = (typeof printCauses)[number]
