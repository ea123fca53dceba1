import type { FakeViews } from "./fake-views.ts"

const ago = (s: number) => new Date(Date.now() - s * 1000).toISOString()
export const grillPrinter = "0193f4c0-0000-7000-8000-0000000000b1"
export const coldPrinter = "0193f4c0-0000-7000-8000-0000000000b2"

/** One without paper, one that is well, one with a long name that is switched off. */
export const printers = [
  {
    id: grillPrinter,
    rev: 1,
    name: "Grill",
    deviceId: "d1",
    stations: ["grill"],
    columns: 48,
    language: "fr",
    encoder: "receipt",
    maxAgeSeconds: 1800,
    enabled: true,
    backups: [coldPrinter],
    driver: "agent",
  },
  {
    id: coldPrinter,
    rev: 1,
    name: "Froid",
    deviceId: "d8",
    stations: ["cold"],
    columns: 42,
    language: "fr",
    encoder: "receipt",
    maxAgeSeconds: 1800,
    enabled: true,
    driver: "network",
    address: { host: "192.168.1.50", port: 9100 },
  },
  {
    id: "0193f4c0-0000-7000-8000-0000000000b3",
    rev: 1,
    name: "Bar de la terrasse du jardin, près de la grande fontaine",
    deviceId: "d9",
    stations: ["bar"],
    columns: 32,
    language: "ja",
    encoder: "receipt",
    maxAgeSeconds: 1800,
    enabled: false,
    driver: "cloudprnt",
  },
]
/** Every way in which a device can stand, in three scripts. */
export const devices = [
  {
    deviceId: "d1",
    kind: "printerAgent",
    name: "Print agent grill",
    status: "active",
    present: true,
    wire: "mqtt",
    since: ago(4000),
    lastSeenAt: ago(3),
    version: "0.1.0",
    printerId: grillPrinter,
    clockSkewMs: 40,
    printer: {
      device: "ready",
      online: false,
      paper: "out",
      cover: false,
      error: null,
      waiting: 4,
      oldestWaitingSeconds: 75,
      unknown: 1,
    },
    faults: [
      { code: "PRINTER_PAPER_OUT", since: ago(150), meta: {} },
      { code: "JOBS_UNKNOWN", meta: { count: 1 } },
      { code: "JOBS_WAITING", meta: { count: 4, seconds: 75 } },
    ],
  },
  {
    deviceId: "d2",
    kind: "kds",
    name: "شاشة الشواية",
    status: "active",
    present: true,
    wire: "ws",
    since: ago(8000),
    lastSeenAt: ago(2),
    version: "0.1.0",
    screenId: "s1",
    station: "grill",
    clockSkewMs: 3_600_000,
    faults: [{ code: "CLOCK_OFF", meta: { skewMs: 3_600_000 } }],
  },
  {
    deviceId: "d3",
    kind: "handheld",
    name: "ハンドヘルド 三",
    status: "active",
    present: false,
    lastSeenAt: ago(600),
    faults: [{ code: "DEVICE_OFFLINE", since: ago(600), meta: {} }],
  },
  {
    deviceId: "d4",
    kind: "board",
    name: "Salle",
    status: "active",
    present: true,
    wire: "ws",
    since: ago(9000),
    lastSeenAt: ago(1),
    faults: [],
  },
  {
    deviceId: "d5",
    kind: "cloudprnt",
    name: "Imprimante Star du comptoir avec un nom vraiment très long pour voir",
    status: "pending",
    present: false,
    faults: [],
  },
  {
    deviceId: "d6",
    kind: "handheld",
    name: "Terminal perdu",
    status: "suspended",
    present: false,
    lastSeenAt: ago(86400),
    faults: [{ code: "SECRET_REFUSED", since: ago(60), meta: { count: 14 } }],
  },
  {
    deviceId: "d7",
    kind: "kds",
    name: "Alter Herd",
    status: "revoked",
    present: false,
    faults: [],
  },
]
export const profiles = [
  {
    key: "epson-tm-t88v",
    name: "Epson TM-T88V",
    language: "escpos",
    columns: { default: 42, allowed: [42] },
    cuts: true,
    sounds: false,
    opensDrawer: true,
    prints: { pictures: true, qr: true, barcode: true },
    confirms: true,
  },
  {
    key: "no-name-58mm",
    name: "No-name 58 mm",
    language: "escpos",
    columns: { default: 32, allowed: [32] },
    cuts: false,
    sounds: true,
    opensDrawer: false,
    prints: { pictures: true, qr: false, barcode: true },
    confirms: false,
  },
]
const jobs = [
  {
    id: "j1",
    printerId: grillPrinter,
    kind: "ticket",
    number: "41",
    state: "queued",
    attempts: 0,
    queuedAt: ago(75),
    notAfter: ago(-1700),
    chit: { station: "grill", table: "12" },
  },
  {
    id: "j2",
    printerId: grillPrinter,
    kind: "ticket",
    number: "40",
    state: "unknown",
    attempts: 1,
    cause: "power_cut",
    queuedAt: ago(300),
    notAfter: ago(-1500),
    doneAt: ago(200),
    chit: { station: "grill", table: "7" },
  },
  {
    id: "j3",
    printerId: grillPrinter,
    kind: "ticket",
    number: "39",
    state: "printed",
    attempts: 1,
    fence: "gs_h",
    queuedAt: ago(500),
    notAfter: ago(-1300),
    doneAt: ago(498),
    chit: { station: "grill", table: "3" },
  },
  {
    id: "j4",
    printerId: grillPrinter,
    kind: "ticket",
    number: "38",
    state: "cancelled",
    attempts: 0,
    queuedAt: ago(700),
    notAfter: ago(-1100),
    doneAt: ago(698),
    movedTo: { printerId: coldPrinter, jobId: "j9" },
    chit: { station: "grill" },
  },
]

/** Told once, for a print agent. */
export const wayIn = {
  deviceId: "d10",
  claim: "x7Rk2m9QpLwZ4tYvB6nHs1DfG8jKc3Ea5UiOoPq0",
  userCode: "KLMN-PQRS",
  expiresIn: 900,
}

export const pairing = {
  userCode: "BCDF-GHJK",
  way: "pairing",
  kind: "kds",
  name: "New tablet grill",
  address: "192.168.1.77",
  askedAt: ago(20),
  expiresAt: ago(-800),
}

/** The grill has no paper: its tickets go to the cold station, and of one of them nobody knows. */
export const devicesAtWork = (views: FakeViews): void => {
  for (const device of devices) views.set("devices", device.deviceId, device)
  const trouble = { cause: "paper_out", since: ago(150), backup: { name: "Froid" } }
  const alarm = {
    type: "alarm",
    kind: "printer",
    printerId: grillPrinter,
    name: "Grill",
    waiting: 0,
  }
  views.set("floor", `alarm/printer/${grillPrinter}`, { ...alarm, ...trouble })
  views.set(`printer/${grillPrinter}`, "status", {
    type: "status",
    device: "ready",
    paper: "out",
    waiting: 4,
    trouble,
    asks: [{ jobId: "j2", number: "40", table: "7", station: "grill" }],
    missed: 3,
  })
  for (const job of jobs) views.set(`printer/${grillPrinter}`, job.id, { type: "job", ...job })
  views.set(`printer/${coldPrinter}`, "status", {
    type: "status",
    device: "ready",
    paper: "low",
    waiting: 0,
    asks: [],
  })
}
