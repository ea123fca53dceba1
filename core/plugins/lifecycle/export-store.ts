import { Context, type Effect } from "effect"
import type { Outage } from "#core/hub/gate.ts"

/** Where a restaurant's data is laid down before it is deleted. */
export class ExportStore extends Context.Service<
  ExportStore,
  {
    /**
     * Lays down what `content` adds. It is there wholly, on the disk, when this succeeds; else nothing is. What was laid
     * down under the same name before is replaced.
     *
     * @param name without a place: `bistro-kds-20261120-194502`
     * @param content hands over lines without their ends, some hundred at a time
     * @returns where a person finds it, as whoever looks after the hub names it: `exports/bistro-kds-20261120-194502.jsonl.gz`
     */
    readonly write: <E>(
      name: string,
      content: (add: AddLines) => Effect.Effect<void, E>,
    ) => Effect.Effect<string, E | Outage>
  }
>()("heard/ExportStore") {}

export type AddLines = (lines: ReadonlyArray<string>) => Effect.Effect<void, Outage>
