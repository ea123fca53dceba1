import type {
  DeadLetter,
  StoredEvent,
  SubscriptionState,
} from "#core/plugins/bus/event-subscriptions.ts"
import type { AuditEntry } from "#core/security/audit.ts"

const at = "2026-11-20T18:02:11.120Z"

export const events: ReadonlyArray<StoredEvent> = Array.from({ length: 12 }, (_, n) => ({
  position: 4212 - n,
  topic: ["orders.order_placed@1", "printer.job_queued@1", "kds.ticket_bumped@1"][n % 3] ?? "",
  key: `0193f4c0-0000-7000-8000-0000000010${String(n).padStart(2, "0")}`,
  at,
  payload: {
    orderId: "0193f4c0",
    number: String(40 + n),
    type: "dineIn",
    lines: [{ quantity: 2 }],
  },
}))

export const subscriptions: ReadonlyArray<SubscriptionState> = [
  {
    id: "printer.chits",
    plugin: "printer",
    topic: "orders.order_fired@1",
    state: "blocked",
    position: 4100,
    lag: 112,
    retrying: 1,
    deadLetters: 2,
  },
  {
    id: "kds.tickets",
    plugin: "kds",
    topic: "orders.order_placed@1",
    state: "running",
    position: 4212,
    lag: 0,
    retrying: 0,
    deadLetters: 0,
  },
  {
    id: "loyalty.points",
    plugin: "loyalty",
    topic: "orders.order_closed@1",
    state: "paused",
    position: 4000,
    lag: 21,
    retrying: 0,
    deadLetters: 0,
  },
]

export const letters: ReadonlyArray<DeadLetter> = [4101, 4107].map((position) => ({
  subscription: "printer.chits",
  plugin: "printer",
  position,
  topic: "orders.order_fired@1",
  key: "0193f4c0-0000-7000-8000-000000001003",
  attempts: 8,
  error: "TypeError: Cannot read properties of undefined (reading 'station')",
  failedAt: at,
  payload: { orderId: "0193f4c0", station: null },
}))

export const audit: ReadonlyArray<AuditEntry> = [
  ["plugin.enabled", "plugin/kds", null, { version: "1.0.0" }],
  ["user.password_changed", "user/0193f4c0", null, null],
  ["role.changed", "role/waiter", { permissions: ["orders.read"] }, { permissions: ["orders.*"] }],
].map(([action, target, before, after], n) => ({
  seq: 128 - n,
  at,
  by: { kind: "user", id: "0193f4c0-0000-7000-8000-0000000000f1", name: "Margaux Perrin" },
  action: String(action),
  target: String(target),
  address: "192.168.1.20",
  before,
  after,
  hash: "3f1c9ae2b8d04c1e7f5a6b7c8d9e0f1a2b3c4d5e6f708192a3b4c5d6e7f8091a",
}))
