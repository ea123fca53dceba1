import { Context, type Effect } from "effect"

/** The things of a restaurant that Home Assistant is told about, for as long as the plugin is enabled. */
export class HomeAnnouncements extends Context.Service<
  HomeAnnouncements,
  {
    /** Ids of the devices. */
    readonly things: Effect.Effect<ReadonlyArray<string>>
  }
>()("heard/plugins/HomeAnnouncements") {}
