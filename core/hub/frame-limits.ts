// Apart from the Schemas, so that a browser that only needs a number does not load them.

/** Version of the socket protocol (contract §3). Frames only ever gain optional fields within a version. */
export const proto = 1

/** Largest frame that a client may send, in bytes of UTF-8. */
export const maxFrameBytes = 64 * 1024

/** How many views one session may watch. */
export const maxViews = 64

/** How many commands one session may have unanswered. */
export const maxCommandsInFlight = 64

/** Milliseconds between two heartbeats of a session. */
export const heartbeatMs = 5_000
