import type { AskedKind } from "#core/plugins/lifecycle/operation.ts"

/** What a person chose before confirming; each kind of change asks for some of it. */
export interface ChangeChoice {
  readonly enable: boolean
  readonly seed: "none" | "default" | "demo"
  readonly events: "catchUp" | "skip"
  readonly cascade: boolean
  readonly data: "keep" | "purge"
  readonly confirm: string
}

export const firstChoice: ChangeChoice = {
  enable: true,
  seed: "default",
  events: "catchUp",
  cascade: false,
  data: "keep",
  confirm: "",
}

/** Body of `POST …/plugins/{key}/{kind}`. */
export const bodyOf = (kind: AskedKind, choice: ChangeChoice): object => {
  switch (kind) {
    case "install":
      return { withRequirements: true, enable: choice.enable, seed: choice.seed }
    case "enable":
      return { withRequirements: true, events: choice.events }
    case "disable":
      return { cascade: choice.cascade }
    case "uninstall":
      return choice.data === "keep"
        ? { data: "keep" }
        : { data: "purge", confirm: choice.confirm.trim() }
    case "upgrade":
    case "release":
      return {}
  }
}

/** Changes that the hub can try out without doing them. */
export const canBeTried = (kind: AskedKind): boolean => kind === "install" || kind === "upgrade"
