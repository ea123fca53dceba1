/** Drawn on a 24 x 24 grid with a stroke of 2, so that a shape is told apart at arm's length. */
const shapes = {
  add: "M12 5v14M5 12h14",
  alert: "M12 3 2 20h20L12 3ZM12 10v4M12 17v.5",
  back: "M19 12H5M11 6l-6 6 6 6",
  bell: "M6 17V11a6 6 0 0 1 12 0v6l2 2H4l2-2ZM10 21h4",
  bellOff: "M6 17V11a6 6 0 0 1 9-5.2M18 11v6l2 2H8M10 21h4M3 3l18 18",
  bolt: "M13 2 4 14h7l-1 8 9-12h-7l1-8Z",
  book: "M5 3h12l2 2v16H5V3ZM9 3v18M12 8h4M12 12h4",
  check: "M4 12.5 9.5 18 20 6",
  circle: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16Z",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM12 7v5l3.5 2",
  close: "M6 6l12 12M18 6 6 18",
  down: "M12 5v14M6 13l6 6 6-6",
  flame: "M12 3c1 4 6 6 6 11a6 6 0 0 1-12 0c0-3 2-4 2-7 2 1 3 2 3 4 1-1 2-4 1-8Z",
  gauge: "M4 18a9 9 0 1 1 16 0M12 14l4-5M12 14v.5",
  gear: "M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM12 2v4M12 18v4M2 12h4M18 12h4M5 5l2.8 2.8M16.2 16.2 19 19M5 19l2.8-2.8M16.2 7.8 19 5",
  help: "M9 9a3 3 0 1 1 4.5 2.6c-1 .6-1.5 1.2-1.5 2.4M12 18v.5M12 2.5a9.5 9.5 0 1 0 0 19 9.5 9.5 0 0 0 0-19Z",
  house: "M3 11 12 4l9 7M6 9v11h12V9M10 20v-6h4v6",
  join: "M5 3v4c0 5 7 4 7 9M19 3v4c0 5-7 4-7 9v5M8 17l4 4 4-4",
  key: "M8 10a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM11 11.5 20 3M16 7l3 3",
  leave: "M14 4H5v16h9M10 12h11M17 8l4 4-4 4",
  list: "M8 6h13M8 12h13M8 18h13M3.5 6h.5M3.5 12h.5M3.5 18h.5",
  lock: "M6 11h12v10H6V11ZM8 11V8a4 4 0 0 1 8 0v3",
  moon: "M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5Z",
  more: "M4 7h10M18 7h2M4 17h2M10 17h10M14 4.5v5M10 14.5v5",
  next: "M5 12h14M13 6l6 6-6 6",
  offline:
    "M3 3l18 18M8.5 16a5 5 0 0 1 7 0M5 12.5a10 10 0 0 1 5-2.7M19 12.5a10 10 0 0 0-3.5-2.2M12 20v.5",
  online: "M5 12.5a10 10 0 0 1 14 0M8.5 16a5 5 0 0 1 7 0M12 20v.5M2 9a14 14 0 0 1 20 0",
  pause: "M8 5v14M16 5v14",
  people:
    "M9 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM2 21a7 7 0 0 1 14 0M16 4.5a4 4 0 0 1 0 7M18 14.5a7 7 0 0 1 4 6.5",
  person: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM4.5 21a7.5 7.5 0 0 1 15 0",
  phone: "M7 2h10v20H7V2ZM11 18.5h2",
  play: "M7 4v16l13-8L7 4Z",
  plug: "M8 2v5M16 2v5M5 7h14v4a7 7 0 0 1-14 0V7ZM12 18v4",
  printer: "M7 9V3h10v6M7 17H4V9h16v8h-3M7 14h10v7H7v-7Z",
  remove: "M5 12h14",
  retry: "M20 11a8 8 0 1 0-2.3 6M20 4v7h-7",
  screen: "M3 4h18v12H3V4ZM8 21h8M12 16v5",
  search: "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM15.5 15.5 21 21",
  shield: "M12 2 4 5v6c0 5 3.5 9 8 11 4.5-2 8-6 8-11V5l-8-3ZM8.5 12l2.5 2.5 4.5-5",
  split: "M12 21v-5c0-5-7-4-7-9V3M12 16c0-5 7-4 7-9V3M1.5 6.5 5 3l3.5 3.5M15.5 6.5 19 3l3.5 3.5",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.5 1.5M17.5 17.5 19 19M5 19l1.5-1.5M17.5 6.5 19 5",
  table: "M3 9h18M5 9v10M19 9v10M7 5h10",
  undo: "M4 9h10a6 6 0 0 1 0 12H8M4 9l5-5M4 9l5 5",
  up: "M12 19V5M6 11l6-6 6 6",
  waves: "M3 8c3-3 6 3 9 0s6 3 9 0M3 16c3-3 6 3 9 0s6 3 9 0",
} as const

export type IconName = keyof typeof shapes

/**
 * Decoration beside a word: screen readers skip it.
 *
 * @param size in pixels of a page whose text has its usual size; it grows with the text
 */
export const Icon = ({ name, size = 20 }: { name: IconName; size?: number }) => (
  <svg
    className="icon"
    width={`${size / 16}rem`}
    height={`${size / 16}rem`}
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    strokeWidth={2.25}
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
  >
    <path d={shapes[name]} />
  </svg>
)
