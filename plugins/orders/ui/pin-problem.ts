/** Why the handheld did not change hands. */
export type PinProblem =
  | { readonly kind: "wrong" | "unreachable" }
  | { readonly kind: "locked"; readonly seconds: number; readonly untilMs: number }
  | { readonly kind: "mayNot"; readonly name: string }
  | { readonly kind: "notSent"; readonly count: number }
  | { readonly kind: "other"; readonly text: string }
