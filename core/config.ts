import { readFileSync } from "node:fs"
import { isIP } from "node:net"
import { join, resolve } from "node:path"
import { Result } from "effect"
import { type Modules, parseConfigFile } from "./config-file.ts"

/** What the environment and `config.toml` may say (contract §1). Every value has a default that serves one restaurant on one machine. */
export interface Config {
  /** Address to listen on; `0.0.0.0` serves the restaurant's network. */
  readonly host: string
  readonly port: number
  /** Where devices reach the broker. With an outside one the port of `mqttUrl` unless told otherwise. */
  readonly mqttPort: number
  /** Absolute path. */
  readonly dataDir: string
  /** Absent: the embedded PostgreSQL in `dataDir`. */
  readonly databaseUrl?: string
  /** Absent: the embedded broker on `mqttPort`. */
  readonly mqttUrl?: string
  /** How an outside broker learns that its password and access files changed. Absent: somebody else tells it. */
  readonly mqttReload?: MqttReload
  readonly apiPrefix: string
  /** At least 32 characters. Absent: made once and kept in `dataDir`. */
  readonly appSecret?: string
  /** Fixes the set-up token, for unattended installs. Absent: made once and kept in `dataDir` until it is used. */
  readonly setupToken?: string
  readonly corsOrigins: ReadonlyArray<string>
  readonly rateLimitPerMinute: number
  readonly rateLimitBurst: number
  readonly logLevel: "trace" | "debug" | "info" | "warn" | "error"
  /** Where an OpenTelemetry collector takes OTLP over HTTP; absent: nobody is told. */
  readonly otlpEndpoint?: string
  readonly modules: Modules
}

/** `pidFile`: the process named there gets SIGHUP. `command`: run by `/bin/sh`. */
export type MqttReload = { readonly pidFile: string } | { readonly command: string }

/** The start stops with this one line: which variable, what it says, what is allowed. */
export class WrongSetting extends Error {
  constructor(name: string, value: string, allowed: string) {
    super(`${name} is "${secrets.has(name) ? hidden(value) : value}"; allowed is ${allowed}`)
    this.name = "WrongSetting"
  }
}

/** Those that hold a password: a log is read by many. */
const secrets: ReadonlySet<string> = new Set([
  "APP_SECRET",
  "SETUP_TOKEN",
  "DATABASE_URL",
  "MQTT_URL",
])

const hidden = (value: string): string =>
  `${/^[a-z+]+:\/\//.exec(value)?.[0] ?? ""}…, ${value.length} characters`

const integer = (
  environment: NodeJS.ProcessEnv,
  name: string,
  fallback: number,
  minimum: number,
  maximum: number,
): number => {
  const text = environment[name]
  if (text === undefined || text === "") return fallback
  const value = Number(text)
  if (!Number.isInteger(value) || value < minimum || value > maximum)
    throw new WrongSetting(name, text, `a whole number from ${minimum} to ${maximum}`)
  return value
}

const matching = (
  environment: NodeJS.ProcessEnv,
  name: string,
  pattern: RegExp,
  allowed: string,
): string | undefined => {
  const text = environment[name]
  if (text === undefined || text === "") return undefined
  if (!pattern.test(text)) throw new WrongSetting(name, text, allowed)
  return text
}

/** Where something outside is reached. */
const address = (
  environment: NodeJS.ProcessEnv,
  name: string,
  pattern: RegExp,
  allowed: string,
): string | undefined => {
  const text = matching(environment, name, pattern, allowed)
  if (text !== undefined && !URL.canParse(text)) throw new WrongSetting(name, text, allowed)
  return text
}

const hostOf = (environment: NodeJS.ProcessEnv): string => {
  const host = environment["HOST"] || "127.0.0.1"
  if (isIP(host) === 0 && !/^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/i.test(host))
    throw new WrongSetting("HOST", host, "an address or a name of this machine")
  return host
}

/** Exactly what a browser says in `Origin`: another spelling would never be let in. */
const originsOf = (environment: NodeJS.ProcessEnv): ReadonlyArray<string> => {
  const text = environment["CORS_ORIGINS"] ?? ""
  const origins = text
    .split(",")
    .map((origin) => origin.trim())
    .filter((origin) => origin !== "")
  const isOrigin = (origin: string) =>
    /^https?:/.test(origin) && URL.canParse(origin) && new URL(origin).origin === origin
  if (!origins.every(isOrigin))
    throw new WrongSetting(
      "CORS_ORIGINS",
      text,
      "origins such as https://pos.example, with commas between",
    )
  return origins
}

const logLevels = ["trace", "debug", "info", "warn", "error"] as const

/**
 * Environment and `config.toml` to settings.
 *
 * @throws WrongSetting for the first wrong value
 */
export const readConfig = (environment: NodeJS.ProcessEnv): Config => {
  const logLevel = environment["LOG_LEVEL"] || "info"
  const level = logLevels.find((known) => known === logLevel)
  if (level === undefined) throw new WrongSetting("LOG_LEVEL", logLevel, logLevels.join(", "))
  const cluster = environment["CLUSTER"] || "single"
  if (cluster !== "single") throw new WrongSetting("CLUSTER", cluster, "single")
  const databaseUrl = matching(
    environment,
    "DATABASE_URL",
    /^postgres(ql)?:\/\//,
    "a postgres:// address",
  )
  const mqttUrl = address(environment, "MQTT_URL", /^(mqtts?|wss?):\/\//, "an mqtt:// address")
  const mqttReload = readMqttReload(environment, mqttUrl)
  const appSecret = matching(environment, "APP_SECRET", /^.{32,}$/, "at least 32 characters")
  const otlpEndpoint = address(
    environment,
    "OTEL_EXPORTER_OTLP_ENDPOINT",
    /^https?:\/\//,
    "an http:// or https:// address",
  )
  const setupToken = matching(
    environment,
    "SETUP_TOKEN",
    /^[\x21-\x7e]{8,256}$/,
    "8 to 256 visible characters without a space",
  )
  return {
    host: hostOf(environment),
    port: integer(environment, "PORT", 8080, 0, 65_535),
    mqttPort: integer(environment, "MQTT_PORT", portOf(mqttUrl), 0, 65_535),
    dataDir: resolve(environment["DATA_DIR"] || join(".", "data")),
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
    ...(mqttUrl === undefined ? {} : { mqttUrl }),
    ...(mqttReload === undefined ? {} : { mqttReload }),
    apiPrefix:
      matching(environment, "API_PREFIX", /^\/[a-z0-9/_-]*[a-z0-9_-]$/, "a path such as /api") ??
      "/api",
    ...(appSecret === undefined ? {} : { appSecret }),
    ...(setupToken === undefined ? {} : { setupToken }),
    corsOrigins: originsOf(environment),
    rateLimitPerMinute: integer(environment, "RATE_LIMIT_PER_MINUTE", 60, 1, 1_000_000),
    rateLimitBurst: integer(environment, "RATE_LIMIT_BURST", 100, 1, 1_000_000),
    logLevel: level,
    ...(otlpEndpoint === undefined ? {} : { otlpEndpoint }),
    modules: readModules(environment["CONFIG_FILE"]),
  }
}

const portOf = (mqttUrl = "mqtt://127.0.0.1"): number => {
  const { port, protocol } = new URL(mqttUrl)
  return Number(port) || { "mqtt:": 1883, "mqtts:": 8883, "ws:": 80, "wss:": 443 }[protocol] || 1883
}

const readMqttReload = (
  environment: NodeJS.ProcessEnv,
  mqttUrl: string | undefined,
): MqttReload | undefined => {
  const pidFile = environment["MQTT_RELOAD_PID_FILE"] || undefined
  const command = environment["MQTT_RELOAD_COMMAND"] || undefined
  const [name, value] =
    pidFile === undefined
      ? (["MQTT_RELOAD_COMMAND", command] as const)
      : (["MQTT_RELOAD_PID_FILE", pidFile] as const)
  if (value === undefined) return undefined
  if (mqttUrl === undefined)
    throw new WrongSetting(name, value, "nothing while MQTT_URL is not set")
  if (pidFile !== undefined && command !== undefined)
    throw new WrongSetting("MQTT_RELOAD_COMMAND", command, "nothing beside MQTT_RELOAD_PID_FILE")
  return pidFile === undefined ? { command: value } : { pidFile: resolve(value) }
}

/** Of `./config.toml` when no file is named; that one may be missing, a named one may not. */
const readModules = (named: string | undefined): Modules => {
  const file = resolve(named || "config.toml")
  let text = ""
  try {
    text = readFileSync(file, "utf8")
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === "ENOENT"
    if (named || !missing)
      throw new WrongSetting("CONFIG_FILE", file, "a file that is there and can be read")
  }
  const modules = parseConfigFile(text)
  if (Result.isSuccess(modules)) return modules.success
  const { key, value, allowed } = modules.failure
  throw new WrongSetting(key === "" ? file : `${key} in ${file}`, value, allowed)
}
