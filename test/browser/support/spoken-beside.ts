import type { Locator } from "playwright-core"

/** What is read aloud after the name of a control (`aria-describedby`). */
export const spokenBeside = (control: Locator): Promise<string> =>
  control.evaluate((element) =>
    (element.getAttribute("aria-describedby") ?? "")
      .split(" ")
      .map((id) => document.getElementById(id)?.textContent ?? "")
      .join(" "),
  )
