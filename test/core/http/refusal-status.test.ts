import { describe, expect, it } from "vitest"
import { refusalStatus } from "#core/http/refusal-status.ts"

describe("a refusal's status", () => {
  it.each([
    ["ORDER_NOT_FOUND", 404],
    ["SCREEN_NOT_FOUND", 404],
    ["PLUGIN_NOT_ENABLED", 404],
    ["PRODUCT_UNKNOWN", 422],
    ["LINE_UNKNOWN", 422],
    ["TICKET_UNKNOWN", 422],
    ["ORDER_CLOSED", 422],
    ["LINE_ALREADY_SENT", 422],
    ["LINE_ID_TAKEN", 422],
    ["IDEMPOTENCY_MISMATCH", 422],
    ["WHATEVER_A_PLUGIN_SAYS", 422],
    ["REVISION_CONFLICT", 409],
    ["ID_TAKEN", 409],
    ["STATION_IN_USE", 409],
    ["AUTH_FORBIDDEN", 403],
    ["OVERLOADED", 503],
    ["PLUGIN_QUARANTINED", 503],
    ["PLUGIN_TIMEOUT", 504],
  ])("[HTTP-18] %s is %i", (code, status) => {
    expect(refusalStatus(code)).toBe(status)
  })
})
