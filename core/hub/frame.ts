import { Result, Schema } from "effect"
import { Cid } from "#core/kitchen/ids.ts"
import { decodeWith, type InputIssue } from "./decode.ts"
import { maxViews } from "./frame-limits.ts"
import { toOrderId } from "./order-commands.ts"
import { mayHoldUnstorable, unstorableTexts } from "./storable-text.ts"

const ViewName = Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(128))
const Seq = Schema.Int.check(Schema.isGreaterThanOrEqualTo(0))
const Code = Schema.String
const Meta = Schema.Record(Schema.String, Schema.Unknown)

/** A view and, when the client saw it before, where it stands. */
export const ViewRef = Schema.Struct({
  view: ViewName,
  epoch: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(64))),
  seq: Schema.optionalKey(Seq),
}).annotate({ identifier: "ViewRef" })
export type ViewRef = typeof ViewRef.Type

const ViewRefs = Schema.Array(ViewRef).check(Schema.isMaxLength(maxViews))

/** What a client may say. The `t` chooses the frame. */
export const clientFrames = {
  hello: Schema.Struct({
    t: Schema.Literal("hello"),
    proto: Schema.Int,
    /** Absent when the transport brought the credential (header, socket.io `auth`). */
    token: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(8192))),
    /** Chooses among the restaurants that the token may use, as `X-Tenant-Id` does. */
    tenant: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(64))),
    views: Schema.optionalKey(ViewRefs),
    /** What a device says about itself, for whoever looks after it. */
    device: Schema.optionalKey(
      Schema.Struct({
        version: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(64))),
        /** Of its radio, in dBm. */
        signalDbm: Schema.optionalKey(
          Schema.Int.check(Schema.isBetween({ minimum: -200, maximum: 100 })),
        ),
        model: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(120))),
      }),
    ),
    /** Its clock, ISO 8601: how far it is off is shown to whoever looks after it. */
    now: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(40))),
    /**
     * Which running page or program speaks, and its how manieth connection this is: one that it gave up and that
     * arrives late does not replace a later one.
     */
    life: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(64))),
    attempt: Schema.optionalKey(Schema.Int.check(Schema.isGreaterThanOrEqualTo(0))),
  }).annotate({ identifier: "Hello" }),
  subscribe: Schema.Struct({ t: Schema.Literal("subscribe"), views: ViewRefs }).annotate({
    identifier: "Subscribe",
  }),
  unsubscribe: Schema.Struct({
    t: Schema.Literal("unsubscribe"),
    views: Schema.Array(ViewName).check(Schema.isMaxLength(maxViews)),
  }).annotate({ identifier: "Unsubscribe" }),
  seen: Schema.Struct({ t: Schema.Literal("seen"), view: ViewName, seq: Seq }).annotate({
    identifier: "Seen",
  }),
  cmd: Schema.Struct({
    t: Schema.Literal("cmd"),
    cid: Cid,
    op: Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(64)),
    args: Schema.optionalKey(Schema.Unknown),
    ifRev: Schema.optionalKey(Seq),
  }).annotate({ identifier: "Cmd" }),
} as const

type FrameName = keyof typeof clientFrames
export type ClientFrame = { [Name in FrameName]: (typeof clientFrames)[Name]["Type"] }[FrameName]
export type HelloFrame = typeof clientFrames.hello.Type
export type CmdFrame = typeof clientFrames.cmd.Type

const Item = Schema.Struct({ id: Schema.String, rev: Schema.Int, v: Schema.Unknown })
const change = {
  seq: Seq,
  id: Schema.String,
  rev: Schema.Int,
  /** `null`: gone. */
  v: Schema.Unknown,
}

/** What the hub says. */
export const serverFrames = {
  welcome: Schema.Struct({
    t: Schema.Literal("welcome"),
    tenant: Schema.String,
    principal: Schema.Struct({
      kind: Schema.Literals(["user", "device", "system"]),
      id: Schema.String,
    }),
    /** The hub's clock, ISO 8601. */
    now: Schema.String,
    hbMs: Schema.Int,
  }).annotate({ identifier: "Welcome" }),
  snapshot: Schema.Struct({
    t: Schema.Literal("snapshot"),
    view: Schema.String,
    epoch: Schema.String,
    seq: Seq,
    items: Schema.Array(Item),
  }).annotate({ identifier: "Snapshot" }),
  resumed: Schema.Struct({
    t: Schema.Literal("resumed"),
    view: Schema.String,
    epoch: Schema.String,
    from: Seq,
    seq: Seq,
    events: Schema.Array(Schema.Struct(change)),
  }).annotate({ identifier: "Resumed" }),
  ev: Schema.Struct({ t: Schema.Literal("ev"), view: Schema.String, ...change }).annotate({
    identifier: "Ev",
  }),
  ack: Schema.Struct({
    t: Schema.Literal("ack"),
    cid: Schema.String,
    result: Schema.optionalKey(Schema.Unknown),
    rev: Schema.optionalKey(Schema.Int),
    toOrderId,
  }).annotate({ identifier: "Ack" }),
  nack: Schema.Struct({
    t: Schema.Literal("nack"),
    /** Absent when the refused frame was no command; `meta.view` then names the view, if one is meant. */
    cid: Schema.optionalKey(Schema.String),
    code: Code,
    detail: Schema.String,
    meta: Meta,
  }).annotate({ identifier: "Nack" }),
  hb: Schema.Struct({
    t: Schema.Literal("hb"),
    now: Schema.String,
    views: Schema.Record(Schema.String, Seq),
  }).annotate({ identifier: "Hb" }),
  bye: Schema.Struct({
    t: Schema.Literal("bye"),
    code: Code,
    detail: Schema.String,
    /** Worth connecting again with the same credential. */
    retry: Schema.Boolean,
    /** But not sooner than this. */
    retryAfterMs: Schema.optionalKey(Schema.Int),
  }).annotate({ identifier: "Bye" }),
} as const

type ServerFrameName = keyof typeof serverFrames
export type ServerFrame = {
  [Name in ServerFrameName]: (typeof serverFrames)[Name]["Type"]
}[ServerFrameName]
export type ViewChange = (typeof serverFrames.resumed.Type)["events"][number]

export const encodeFrame = (frame: ServerFrame): string => JSON.stringify(frame)

/** Why a frame was not understood. `cid` and `view` are what could be read of it, so that the sender can tell which one. */
export interface FrameProblem {
  /** `VALIDATION_FAILED`: the frame is understood, what a command says in it cannot be stored. */
  readonly code: "FRAME_INVALID" | "VALIDATION_FAILED"
  readonly issues: ReadonlyArray<InputIssue>
  readonly cid?: string
  readonly view?: string
}

const decoders: Readonly<
  Record<FrameName, (input: unknown) => Result.Result<ClientFrame, ReadonlyArray<InputIssue>>>
> = {
  hello: decodeWith(clientFrames.hello),
  subscribe: decodeWith(clientFrames.subscribe),
  unsubscribe: decodeWith(clientFrames.unsubscribe),
  seen: decodeWith(clientFrames.seen),
  cmd: decodeWith(clientFrames.cmd),
}

/** From the text of one frame, or from its already parsed JSON (socket.io hands over either). */
export const decodeFrame = (input: unknown): Result.Result<ClientFrame, FrameProblem> => {
  const parsed = typeof input === "string" ? parse(input) : input
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed))
    return problem("", "Expected a frame: one JSON object with `t`", {})
  const t = "t" in parsed ? parsed.t : undefined
  if (typeof t !== "string" || !Object.hasOwn(decoders, t))
    return problem("t", `Expected one of ${Object.keys(decoders).join(", ")}`, parsed)
  const decoded = decoders[t as FrameName](parsed)
  if (Result.isFailure(decoded)) return failed("FRAME_INVALID", decoded.failure, parsed)
  const frame = decoded.success
  if (typeof input === "string" && !mayHoldUnstorable(input)) return Result.succeed(frame)
  // Of a command its arguments are stored, and their paths are those that the gate names.
  const unstorable = unstorableTexts(frame.t === "cmd" ? frame.args : frame)
  return unstorable.length === 0
    ? Result.succeed(frame)
    : failed(frame.t === "cmd" ? "VALIDATION_FAILED" : "FRAME_INVALID", unstorable, parsed)
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const problem = (path: string, message: string, frame: object) =>
  failed("FRAME_INVALID", [{ path, message }], frame)

const failed = (code: FrameProblem["code"], issues: FrameProblem["issues"], frame: object) =>
  Result.fail({ code, issues, ...named(frame) })

const named = (frame: object): { cid?: string; view?: string } => ({
  ...("cid" in frame && typeof frame.cid === "string" ? { cid: frame.cid.slice(0, 64) } : {}),
  ...("view" in frame && typeof frame.view === "string" ? { view: frame.view.slice(0, 128) } : {}),
})
