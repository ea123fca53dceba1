import { Result, Schema } from "effect"
import { decodeWith, type InputIssue } from "#core/hub/decode.ts"
import { Currency, Locale, Name, Timezone } from "#core/plugins/field.ts"
import { PluginKey } from "#core/plugins/manifest/manifest.ts"

/** Short name in lower case; what people sign in with. */
const Slug = Schema.String.check(
  Schema.isPattern(/^[a-z0-9][a-z0-9-]{0,62}$/, {
    message: "Expected 1 to 63 lower-case letters, digits and dashes, the first no dash",
  }),
)

const tenant = { name: Name, slug: Slug, currency: Currency, locale: Locale, timezone: Timezone }

const Admin = Schema.Struct({
  username: Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(64)),
  password: Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(256)),
  fullName: Name,
})

const SetupSeed = Schema.Literals(["none", "default", "demo"])

const plugins = Schema.Array(PluginKey).check(Schema.isMaxLength(200), Schema.isUnique())

/** Body of `POST /setup/bootstrap`: a restaurant, who owns it, what it runs, and what it begins with. */
export const FirstRestaurant = Schema.Struct({
  token: Schema.String,
  tenant: Schema.Struct(tenant),
  admin: Admin,
  plugins,
  seed: SetupSeed,
}).annotate({ identifier: "FirstRestaurant" })

/** Body of `POST /system/tenants`: the same without a token; the administrator who asks owns it unless another is named. */
export const FurtherRestaurant = Schema.Struct({
  tenant: Schema.Struct(tenant),
  admin: Schema.optionalKey(Admin),
  plugins,
  seed: SetupSeed,
}).annotate({ identifier: "FurtherRestaurant" })

/** A restaurant that is to be opened, checked as far as its words go. */
export type NewRestaurant = typeof FurtherRestaurant.Type
export type NewOwner = typeof Admin.Type
export type NewFirstRestaurant = NewRestaurant & { readonly admin: NewOwner }

/** What only the running hub knows of a request. */
export interface Checks {
  /** Keys of the plugins that this process has loaded. */
  readonly plugins: ReadonlySet<string>
  /** What is wrong with a password, in words for a person. */
  readonly passwordIssues: (password: string, username: string) => ReadonlyArray<string>
}

/** Everything that is wrong with the body at once, or the restaurant. */
export const checkedFirst = (
  body: unknown,
  checks: Checks,
): Result.Result<NewFirstRestaurant, ReadonlyArray<InputIssue>> =>
  Result.flatMap(withIssues(decodeFirst(body), body, checks), ({ token: _, ...restaurant }) =>
    Result.succeed(restaurant),
  )

export const checkedFurther = (
  body: unknown,
  checks: Checks,
): Result.Result<NewRestaurant, ReadonlyArray<InputIssue>> =>
  withIssues(decodeFurther(body), body, checks)

const decodeFirst = decodeWith(FirstRestaurant)
const decodeFurther = decodeWith(FurtherRestaurant)

/** The Schema's issues and the hub's own together, so that a form is mended in one go. */
const withIssues = <A>(
  decoded: Result.Result<A, ReadonlyArray<InputIssue>>,
  body: unknown,
  checks: Checks,
): Result.Result<A, ReadonlyArray<InputIssue>> => {
  const found = Result.isFailure(decoded) ? decoded.failure : []
  const named = new Set(found.map(({ path }) => path))
  const own = [...ownIssues(body, checks)].filter(({ path }) => !named.has(path))
  const issues = [...found, ...own]
  return Result.isSuccess(decoded) && issues.length === 0 ? decoded : Result.fail(issues)
}

/** Of whatever part of the body can be read; what is no text the Schema complains about. */
function* ownIssues(body: unknown, checks: Checks): Generator<InputIssue> {
  const { admin, plugins: asked } = (isRecord(body) ? body : {}) as Readonly<
    Record<string, unknown>
  >
  if (Array.isArray(asked))
    for (const [n, key] of asked.entries())
      if (typeof key === "string" && !checks.plugins.has(key))
        yield { path: `plugins.${n}`, message: `This hub has no plugin "${key.slice(0, 40)}"` }
  if (isRecord(admin) && typeof admin["password"] === "string") {
    const username = typeof admin["username"] === "string" ? admin["username"] : ""
    for (const message of checks.passwordIssues(admin["password"], username))
      yield { path: "admin.password", message }
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)
