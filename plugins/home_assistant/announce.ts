import { Effect, Layer, Option, Queue, Schema } from "effect"
import { FleetDevice } from "#core/hub/fleet.ts"
import { RetainedTopics } from "#core/hub/retained-topics.ts"
import { systemScope } from "#core/hub/scope.ts"
import { Views } from "#core/hub/view.ts"
import { TenantContext } from "#core/plugins/tenant-context.ts"
import { HomeAnnouncements } from "./contract.ts"
import { descriptionOf, isShown, stateOf } from "./discovery.ts"
import { homeSettings } from "./home-settings.ts"

/**
 * Follows the view `devices` and says at the broker what changed, until the instance ends: when the plugin is disabled,
 * its words are taken back; when its settings change, the next instance takes them over.
 */
export const announcementsLayer = Layer.effect(
  HomeAnnouncements,
  Effect.gen(function* () {
    const { tenantId } = yield* TenantContext
    const { prefix, accountNumber } = yield* homeSettings.get
    const place = yield* (yield* RetainedTopics).open(systemScope(tenantId), prefix, accountNumber)
    const said = new Map<string, Said>()

    const tell = Effect.fnUntraced(function* (id: string, device: FleetDevice | undefined) {
      const before = said.get(id)
      if (device === undefined || !isShown(device)) {
        if (before === undefined) return
        said.delete(id)
        yield* place.describe(id, undefined)
        return yield* place.say(id, undefined)
      }
      const [description, state] = [descriptionOf(tenantId, device, place), stateOf(device)]
      const now: Said = { description: JSON.stringify(description), state: JSON.stringify(state) }
      said.set(id, now)
      if (now.description !== before?.description) yield* place.describe(id, description)
      if (now.state !== before?.state) yield* place.say(id, state)
    })

    /** By device only the newest picture waits. */
    const news = new Map<string, FleetDevice | undefined>()
    const bell = yield* Queue.dropping<void>(1)
    const put = (id: string, v: unknown) => {
      news.set(id, Option.getOrUndefined(decodeDevice(v)))
      Queue.offerUnsafe(bell, undefined)
    }
    const hear = (text: string) => {
      const frame = Option.getOrUndefined(decodeFrame(text))
      if (frame?.t === "snapshot") {
        const here = new Set(frame.items.map(({ id }) => id))
        for (const id of said.keys()) if (!here.has(id)) put(id, null)
        for (const { id, v } of frame.items) put(id, v)
      }
      if (frame?.t === "resumed") for (const { id, v } of frame.events) put(id, v)
      if (frame?.t === "ev") put(frame.id, frame.v)
    }
    yield* Queue.take(bell).pipe(
      Effect.andThen(
        Effect.suspend(() => {
          const heard = [...news]
          news.clear()
          return Effect.forEach(heard, ([id, device]) => tell(id, device), { discard: true })
        }),
      ),
      Effect.forever,
      Effect.forkScoped,
    )
    const ended = yield* Queue.dropping<void>(1)
    const watcher = {
      scope: systemScope(tenantId),
      push: (frame: string) => {
        hear(frame)
        return true
      },
      end: () => void Queue.offerUnsafe(ended, undefined),
    }
    // Beside the start: a restaurant that is being set up has no picture before all of its plugins have started.
    const views = yield* Views
    const follow = Effect.scoped(
      Effect.andThen(views.watch(watcher.scope, "devices", {}, watcher), Queue.take(ended)),
    )
    yield* follow.pipe(
      Effect.ignore,
      Effect.andThen(Effect.sleep("1 second")),
      Effect.forever,
      Effect.forkScoped,
    )
    return { things: Effect.sync(() => [...said.keys()]) }
  }),
)

interface Said {
  readonly description: string
  readonly state: string
}

const decodeDevice = Schema.decodeUnknownOption(FleetDevice)

const Change = { id: Schema.String, v: Schema.Unknown } as const
const decodeFrame = Schema.decodeUnknownOption(
  Schema.fromJsonString(
    Schema.Union([
      Schema.Struct({ t: Schema.Literal("snapshot"), items: Schema.Array(Schema.Struct(Change)) }),
      Schema.Struct({ t: Schema.Literal("resumed"), events: Schema.Array(Schema.Struct(Change)) }),
      Schema.Struct({ t: Schema.Literal("ev"), ...Change }),
    ]),
  ),
)
