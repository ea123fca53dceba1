/** Each event has a figure of its own: a cook with their back to the screen tells them apart. */
export const chimes = [
  "newTicket",
  "change",
  "void",
  "rush",
  "late",
  "recall",
  "ready",
  "alarm",
  "notLive",
] as const
export type Chime = (typeof chimes)[number]

/** 0 to 1: heard over an extractor hood, borne all evening. */
export const usualVolume = 0.7

type Tone = readonly [startSeconds: number, hertz: number, seconds: number]

/** A few tones in a row. */
export const figures: Readonly<Record<Chime, ReadonlyArray<Tone>>> = {
  newTicket: [
    [0, 660, 0.18],
    [0.16, 990, 0.4],
  ],
  change: [
    [0, 740, 0.12],
    [0.18, 740, 0.12],
    [0.36, 740, 0.12],
  ],
  void: [
    [0, 520, 0.2],
    [0.22, 390, 0.2],
    [0.44, 262, 0.45],
  ],
  rush: [
    [0, 880, 0.08],
    [0.1, 1110, 0.08],
    [0.2, 880, 0.08],
    [0.3, 1110, 0.08],
    [0.4, 880, 0.08],
    [0.5, 1110, 0.2],
  ],
  late: [
    [0, 494, 0.3],
    [0.4, 494, 0.3],
  ],
  recall: [
    [0, 990, 0.18],
    [0.16, 660, 0.18],
    [0.32, 440, 0.35],
  ],
  ready: [
    [0, 880, 0.15],
    [0.15, 1175, 0.5],
  ],
  alarm: [
    [0, 1047, 0.25],
    [0.28, 698, 0.25],
    [0.56, 1047, 0.25],
    [0.84, 698, 0.4],
  ],
  notLive: [
    [0, 330, 0.6],
    [0.7, 330, 0.6],
  ],
}
