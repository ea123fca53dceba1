import { Effect, Schema } from "effect"
import { RetainedTopics } from "#core/hub/retained-topics.ts"
import { job } from "#core/plugins/job.ts"
import { route } from "#core/plugins/route.ts"
import { definePlugin } from "#core/plugins/sdk.ts"
import { Pairings } from "#core/security/pairings.ts"
import { announcementsLayer } from "./announce.ts"
import { HomeAnnouncements } from "./contract.ts"
import { homeSettings } from "./home-settings.ts"

const Account = Schema.Struct({
  /** Where Home Assistant finds the broker. */
  url: Schema.String,
  userName: Schema.String,
  password: Schema.String,
  prefix: Schema.String,
  /** Ids of the devices that it is told about. */
  things: Schema.Array(Schema.String),
}).annotate({ identifier: "HomeAssistantAccount" })

export default definePlugin({
  key: "home_assistant",
  provides: [HomeAnnouncements],
  tenant: announcementsLayer,
  settings: homeSettings,
  routes: [
    route({
      method: "GET",
      path: "/account",
      permission: "home_assistant.account",
      summary: "With which account Home Assistant reads at the broker, and what it is told about",
      answer: Account,
      handle: ({ scope, origin }) =>
        Effect.gen(function* () {
          const { prefix, accountNumber } = yield* homeSettings.get
          const account = (yield* RetainedTopics).account(scope, accountNumber)
          const things = yield* (yield* HomeAnnouncements).things
          return { url: (yield* Pairings).brokerUrl(origin), ...account, prefix, things }
        }),
    }),
  ],
  jobs: [
    // What nobody asks for is not started: this is who asks, so that a restart is over within half a minute.
    job({
      id: "home_assistant.announce",
      cron: "*/30 * * * * *",
      run: Effect.flatMap(HomeAnnouncements, ({ things }) => Effect.asVoid(things)),
    }),
  ],
})
