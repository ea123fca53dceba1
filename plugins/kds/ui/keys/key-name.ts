/**
 * A key as it is printed on most keyboards.
 *
 * @param code `KeyboardEvent.code`
 * @param typed what it types under the machine's layout, when it was pressed: better than a guess from its place
 */
export const keyName = (code: string, typed = ""): string => {
  if (/^(?:Digit|Numpad)\d$/.test(code)) return code.slice(-1)
  if (/^\S$/u.test(typed)) return typed.toUpperCase()
  if (/^Key[A-Z]$/.test(code)) return code.slice(-1)
  return names[code] ?? code.replace(/(?<=[a-z])(?=[A-Z\d])/g, " ")
}

const names: Readonly<Record<string, string>> = {
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
  PageUp: "Page ↑",
  PageDown: "Page ↓",
  Enter: "Enter",
  NumpadEnter: "Enter",
  NumpadAdd: "+",
  NumpadSubtract: "−",
  NumpadMultiply: "×",
  NumpadDivide: "÷",
  NumpadDecimal: ".",
  NumpadComma: ",",
  Minus: "-",
  ControlLeft: "Ctrl",
  ControlRight: "Ctrl →",
}
