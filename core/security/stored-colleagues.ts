import { Effect, Layer } from "effect"
import { Colleagues } from "#core/hub/colleagues.ts"
import { MemberStore } from "./member-store.ts"

/** The restaurant's members who may sign in. */
export const storedColleaguesLayer: Layer.Layer<Colleagues, never, MemberStore> = Layer.effect(
  Colleagues,
  Effect.map(MemberStore, (store) => ({
    nameOf: ({ tenantId }, userId) =>
      Effect.map(store.byId(tenantId, userId), (member) =>
        member === undefined || member.disabled || member.barred ? undefined : member.fullName,
      ),
  })),
)
