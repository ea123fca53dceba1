import { type Refused, refused } from "#core/kitchen/refusal.ts"
import { may, type Scope } from "./scope.ts"

/** Which permission each command needs, whichever edge it came by. The one table; an op that is not in it is refused. */
const permissionOf: Readonly<Record<string, string>> = {
  placeOrder: "orders.order.place",
  addLines: "orders.order.place",
  sendLines: "orders.order.place",
  holdLines: "orders.order.place",
  fireLines: "orders.order.place",
  fireCourse: "orders.order.place",
  changeLine: "orders.order.change",
  voidLine: "orders.order.change",
  serveLines: "orders.order.serve",
  rush: "orders.order.change",
  moveTable: "orders.order.change",
  mergeInto: "orders.order.change",
  splitTo: "orders.order.change",
  transferTo: "orders.order.change",
  setPromise: "orders.order.change",
  cancel: "orders.order.change",
  close: "orders.order.change",
  reopen: "orders.order.change",
  startLines: "orders.order.cook",
  readyLines: "orders.order.cook",
  unreadyLines: "orders.order.cook",
  bumpTicket: "orders.order.cook",
  recallTicket: "orders.order.cook",
  acknowledgeChange: "orders.order.cook",
  testPage: "printer.print",
  cancelJob: "printer.print",
  retryJob: "printer.print",
  confirmJob: "printer.print",
  reprintJob: "printer.print",
  reprintTicket: "printer.print",
  printerReport: "printer.report",
}

/** The plugin that brings the command (`orders`, `printer`): without it enabled the command is not there. */
export const pluginOfOp = (op: string): string | undefined =>
  Object.hasOwn(permissionOf, op) ? permissionOf[op]?.split(".", 1)[0] : undefined

/** The refusal, or nothing when the scope may. */
export const refusalFor = (scope: Scope, op: string): Refused | undefined => {
  const permission = Object.hasOwn(permissionOf, op) ? permissionOf[op] : undefined
  if (permission === undefined) return refused("OP_UNKNOWN", `There is no command "${op}"`, { op })
  return may(scope, permission)
    ? undefined
    : refused("AUTH_FORBIDDEN", "You may not do this", { permission })
}
