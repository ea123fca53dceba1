import { Effect, Layer, Semaphore } from "effect"
import type { TenantDirectory } from "#core/hub/tenant-directory.ts"
import { TenantDirectory as Directory } from "#core/hub/tenant-directory.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { accessLayer } from "#core/security/access.ts"
import { Accounts } from "#core/security/accounts.ts"
import { hashAfter } from "#core/security/audit-chain.ts"
import { AuditStore, type StoredLine } from "#core/security/audit-store.ts"
import type { SightingStore } from "#core/security/device-sightings.ts"
import type { DeviceStore } from "#core/security/device-store.ts"
import {
  foldedName,
  MemberStore,
  type NewMember,
  type StoredMember,
  type Taken,
} from "#core/security/member-store.ts"
import type { PairingStore } from "#core/security/pairing-store.ts"
import { RoleStore } from "#core/security/role-store.ts"
import type { Role } from "#core/security/roles.ts"
import { SessionStore } from "#core/security/session-store.ts"
import { memoryDevices } from "./memory-devices.ts"
import { memorySessions } from "./memory-sessions.ts"
import { quickHashing } from "./quick-hashing.ts"

/** Everything about access in memory, over the real rules, for tests that need no database. */
export const memoryAccess = (secret: string) =>
  accessLayer(secret, quickHashing).pipe(Layer.provideMerge(memoryStores()))

/** The restaurant's owner, as set-up makes one. */
export const foundOwner = (tenantId: TenantId, password: string, username = "owner") =>
  Accounts.use((accounts) =>
    accounts.found(tenantId, {
      id: `${tenantId.slice(0, -1)}9`,
      username,
      password,
      fullName: "Ana Owner",
      instanceAdmin: true,
    }),
  )

export const memoryStores = (): Layer.Layer<
  MemberStore | RoleStore | SessionStore | AuditStore | DeviceStore | PairingStore | SightingStore,
  never,
  TenantDirectory
> =>
  Layer.mergeAll(
    memoryDevices,
    Layer.effect(MemberStore, memoryMembers),
    Layer.sync(RoleStore, memoryRoles),
    Layer.sync(SessionStore, memorySessions),
    Layer.sync(AuditStore, memoryAudit),
  )

const memoryMembers = Effect.gen(function* () {
  const directory = yield* Directory
  const turn = Semaphore.makeUnsafe(1)
  const all: Array<StoredMember> = []
  const at = (tenantId: TenantId, accountId: string) =>
    all.findIndex((one) => one.tenantId === tenantId && one.accountId === accountId)
  const clash = (
    member: Pick<NewMember, "tenantId" | "username" | "pinHash">,
    self?: string,
  ): Taken | undefined => {
    for (const one of all) {
      if (one.tenantId !== member.tenantId || one.accountId === self) continue
      if (foldedName(one.username) === foldedName(member.username)) return "username"
      if (member.pinHash !== null && one.pinHash === member.pinHash) return "pin"
    }
    return undefined
  }
  const put = (member: NewMember, known?: StoredMember): Taken | undefined => {
    if (at(member.tenantId, member.accountId) >= 0) return "id"
    const taken = clash(member)
    if (taken !== undefined) return taken
    all.push({
      barred: false,
      lastLoginAt: null,
      createdAt: known?.createdAt ?? new Date(0).toISOString(),
      rev: 1,
      ...member,
    })
    return undefined
  }
  return MemberStore.of({
    exclusively: (_tenants, work) => turn.withPermit(work),
    list: (tenantId) =>
      Effect.sync(() =>
        all
          .filter((one) => one.tenantId === tenantId)
          .sort((a, b) => (foldedName(a.username) < foldedName(b.username) ? -1 : 1)),
      ),
    byId: (tenantId, accountId) => Effect.sync(() => all[at(tenantId, accountId)]),
    byName: (tenantId, username) =>
      Effect.sync(() =>
        all.find(
          (one) => one.tenantId === tenantId && foldedName(one.username) === foldedName(username),
        ),
      ),
    byPin: (tenantId, pinHash) =>
      Effect.sync(() => all.find((one) => one.tenantId === tenantId && one.pinHash === pinHash)),
    membershipsOf: (accountId) =>
      Effect.gen(function* () {
        const tenants = yield* Effect.orDie(directory.list)
        return all
          .filter((one) => one.accountId === accountId)
          .flatMap((one) => {
            const tenant = tenants.find(({ id }) => id === one.tenantId)
            return tenant === undefined
              ? []
              : [
                  {
                    ...one,
                    slug: tenant.slug,
                    name: tenant.name,
                    disabled: one.disabled || one.barred,
                  },
                ]
          })
          .map(({ tenantId, slug, name, username, fullName, role, disabled, instanceAdmin }) => ({
            ...{ tenantId, slug, name, username, fullName, role, disabled, instanceAdmin },
          }))
          .sort((a, b) => (a.slug < b.slug ? -1 : 1))
      }),
    add: (member) =>
      Effect.sync(() =>
        all.some(({ accountId }) => accountId === member.accountId) ? "id" : put(member),
      ),
    join: (membership) =>
      Effect.sync(() => {
        const known = all.find(({ accountId }) => accountId === membership.accountId)
        if (known === undefined) throw new Error("There is no such account")
        return put({ ...known, ...membership }, known)
      }),
    change: (tenantId, accountId, change) =>
      Effect.sync(() => {
        const before = all[at(tenantId, accountId)]
        if (before === undefined) return undefined
        const onlyLogin = Object.keys(change).every((field) => field === "lastLoginAt")
        const next = { ...before, ...change, rev: before.rev + (onlyLogin ? 0 : 1) }
        const taken = clash(next, accountId)
        if (taken !== undefined) return taken
        all[at(tenantId, accountId)] = next
        const { passwordHash, fullName, lastLoginAt } = next
        for (const [n, one] of all.entries())
          if (one.accountId === accountId) all[n] = { ...one, passwordHash, fullName, lastLoginAt }
        return undefined
      }),
    remove: (tenantId, accountId) =>
      Effect.sync(() => {
        const n = at(tenantId, accountId)
        if (n >= 0) all.splice(n, 1)
      }),
  })
})

const memoryRoles = (): RoleStore["Service"] => {
  const roles = new Map<string, Role>()
  const noted = new Set<string>()
  return {
    list: (tenantId) =>
      Effect.sync(() =>
        [...roles]
          .filter(([key]) => key.startsWith(`${tenantId} `))
          .map(([, role]) => role)
          .sort((a, b) => (a.key < b.key ? -1 : 1)),
      ),
    put: (tenantId, role) => Effect.sync(() => void roles.set(`${tenantId} ${role.key}`, role)),
    remove: (tenantId, key) => Effect.sync(() => void roles.delete(`${tenantId} ${key}`)),
    noteDefaults: (tenantId, plugin, grants) =>
      Effect.sync(() =>
        grants.filter(({ role, permission }) => {
          const key = [tenantId, plugin, role, permission].join(" ")
          const fresh = !noted.has(key)
          noted.add(key)
          return fresh
        }),
      ),
  }
}

const memoryAudit = (): AuditStore["Service"] => {
  const byTenant = new Map<TenantId, Array<StoredLine>>()
  const linesOf = (tenantId: TenantId) => byTenant.get(tenantId) ?? []
  return {
    append: (tenantId, action, deed) =>
      Effect.clockWith((clock) =>
        Effect.sync(() => {
          const lines = linesOf(tenantId)
          const seq = lines.length + 1
          const at = new Date(clock.currentTimeMillisUnsafe()).toISOString()
          const line = JSON.stringify({ seq, at, tenantId, action, deed: JSON.parse(deed) })
          const hash = hashAfter(lines.at(-1)?.hash ?? "", line)
          byTenant.set(tenantId, [...lines, { seq, action, line, hash }])
          return seq
        }),
      ),
    page: (tenantId, { action, page, size }) =>
      Effect.sync(() => {
        const found = linesOf(tenantId).filter(
          (line) => action === undefined || line.action === action,
        )
        const items = found.toReversed().slice((page - 1) * size, page * size)
        return { items, total: found.length }
      }),
    after: (tenantId, seq, limit) => Effect.sync(() => linesOf(tenantId).slice(seq, seq + limit)),
    head: (tenantId) =>
      Effect.sync(() => {
        const last = linesOf(tenantId).at(-1)
        return { seq: last?.seq ?? 0, hash: last?.hash ?? "" }
      }),
  }
}
