/**
 * The one table from a refusal's code to its HTTP status. What is not listed is 422: the request was understood, and the
 * restaurant said no.
 *
 * 404 is for the thing that the address names; a thing that the body names and nobody knows (`PRODUCT_UNKNOWN`,
 * `LINE_UNKNOWN`, `TICKET_UNKNOWN`) is 422.
 */
export const refusalStatus = (code: string): number =>
  statuses.get(code) ?? bySuffix.find(([suffix]) => code.endsWith(suffix))?.[1] ?? 422

/** Statuses after which the same request may succeed: the answer says when to try again. */
export const isTransient = (status: number): boolean => status === 429 || status === 503

const statuses: ReadonlyMap<string, number> = new Map([
  ["BODY_INVALID", 400],
  ["AUTH_INVALID", 401],
  ["SETUP_TOKEN_INVALID", 401],
  ["AUTH_FORBIDDEN", 403],
  ["EVENTS_REPLAY_DENIED", 403],
  ["VIEW_UNKNOWN", 404],
  ["PLUGIN_UNKNOWN", 404],
  ["PLUGIN_NOT_ENABLED", 404],
  ["REVISION_CONFLICT", 409],
  ["LAST_OWNER", 409],
  ["ROLE_BUILT_IN", 409],
  ["USER_ELSEWHERE", 409],
  // A line of an order, not the thing that the address names.
  ["LINE_ID_TAKEN", 422],
  ["SETUP_ALREADY_DONE", 409],
  ["DEPENDENCY_MISSING", 409],
  ["DEPENDENCY_VERSION", 409],
  ["DEPENDENCY_CYCLE", 409],
  ["DEPENDENCY_NOT_ENABLED", 409],
  ["DEPENDENTS_ENABLED", 409],
  ["DEPENDENTS_INSTALLED", 409],
  ["HOST_INCOMPATIBLE", 409],
  ["PLUGIN_NOT_INSTALLED", 409],
  ["PLUGIN_OPERATION_IN_PROGRESS", 409],
  ["ALREADY_CURRENT", 409],
  ["DOWNGRADE_REFUSED", 409],
  ["NOT_QUARANTINED", 409],
  ["NOTHING_TO_RETRY", 409],
  ["PLUGIN_NOT_LOADED", 409],
  ["VERSION_NOT_LOADED", 409],
  ["TOO_LATE", 409],
  ["IDEMPOTENCY_IN_PROGRESS", 409],
  ["BODY_TOO_LARGE", 413],
  ["CONTENT_TYPE_UNSUPPORTED", 415],
  ["DEVICE_SUSPENDED", 403],
  ["DEVICE_REVOKED", 403],
  ["DEVICE_PAIRED", 409],
  ["DEVICES_TOO_MANY", 409],
  ["PAIRING_DENIED", 410],
  ["PAIRING_EXPIRED", 410],
  ["PAIRING_PENDING", 428],
  ["PAIRING_SLOW_DOWN", 428],
  ["PAIRING_LOCKED", 429],
  ["PAIRING_TOO_MANY", 429],
  ["AUTH_LOCKED", 429],
  ["RATE_LIMITED", 429],
  ["PLUGIN_BUSY", 429],
  ["OVERLOADED", 503],
  ["OUTAGE", 503],
  ["SHUTTING_DOWN", 503],
  ["PLUGIN_QUARANTINED", 503],
  ["PLUGIN_START_FAILED", 503],
  ["PLUGIN_UNAVAILABLE", 503],
  ["MIGRATION_FAILED", 503],
  ["PLUGIN_UPGRADE_REQUIRED", 503],
  ["PLUGIN_TIMEOUT", 504],
])

/** Families that plugins may add to. */
const bySuffix: ReadonlyArray<readonly [string, number]> = [
  ["_NOT_FOUND", 404],
  ["_TAKEN", 409],
  ["_IN_USE", 409],
]
