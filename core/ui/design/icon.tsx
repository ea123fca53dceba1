/** Drawn on a 24 x 24 grid with a stroke of 2, so that a shape is told apart at arm's length. */
const shapes = {
  add: "M12 5v14M5 12h14",
  alert: "M12 3 2 20h20L12 3ZM12 10v4M12 17v.5",
  back: "M19 12H5M11 6l-6 6 6 6",
  bell: "M6 17V11a6 6 0 0 1 12 0v6l2 2H4l2-2ZM10 21h4",
  bellOff: "M6 17V11a6 6 0 0 1 9-5.2M18 11v6l2 2H8M10 21h4M3 3l18 18",
  bolt: "M13 2 4 14h7l-1 8 9-12h-7l1-8Z",
  check: "M4 12.5 9.5 18 20 6",
  circle: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16Z",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM12 7v5l3.5 2",
  close: "M6 6l12 12M18 6 6 18",
  flame: "M12 3c1 4 6 6 6 11a6 6 0 0 1-12 0c0-3 2-4 2-7 2 1 3 2 3 4 1-1 2-4 1-8Z",
  help: "M9 9a3 3 0 1 1 4.5 2.6c-1 .6-1.5 1.2-1.5 2.4M12 18v.5M12 2.5a9.5 9.5 0 1 0 0 19 9.5 9.5 0 0 0 0-19Z",
  list: "M8 6h13M8 12h13M8 18h13M3.5 6h.5M3.5 12h.5M3.5 18h.5",
  more: "M4 7h10M18 7h2M4 17h2M10 17h10M14 4.5v5M10 14.5v5",
  moon: "M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5Z",
  next: "M5 12h14M13 6l6 6-6 6",
  offline:
    "M3 3l18 18M8.5 16a5 5 0 0 1 7 0M5 12.5a10 10 0 0 1 5-2.7M19 12.5a10 10 0 0 0-3.5-2.2M12 20v.5",
  online: "M5 12.5a10 10 0 0 1 14 0M8.5 16a5 5 0 0 1 7 0M12 20v.5M2 9a14 14 0 0 1 20 0",
  pause: "M8 5v14M16 5v14",
  phone: "M7 2h10v20H7V2ZM11 18.5h2",
  play: "M7 4v16l13-8L7 4Z",
  printer: "M7 9V3h10v6M7 17H4V9h16v8h-3M7 14h10v7H7v-7Z",
  remove: "M5 12h14",
  screen: "M3 4h18v12H3V4ZM8 21h8M12 16v5",
  search: "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM15.5 15.5 21 21",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.5 1.5M17.5 17.5 19 19M5 19l1.5-1.5M17.5 6.5 19 5",
  table: "M3 9h18M5 9v10M19 9v10M7 5h10",
  undo: "M4 9h10a6 6 0 0 1 0 12H8M4 9l5-5M4 9l5 5",
} as const

export type IconName = keyof typeof shapes

/** Decoration beside a word: screen readers skip it. */
export const Icon = ({ name, size = 20 }: { name: IconName; size?: number }) => (
  <svg
    className="icon"
    width={size}
    height={size}
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
