import { BaseSequencer, type TestSpecification } from "vitest/node"

/** Files that start programs of their own, or work through everything there is. */
const long = [
  "test/flow/",
  "test/core/authoring/",
  "test/core/plugins/lifecycle/crashes",
  "test/plugins/conformance",
  "test/plugins/author-guide",
  "test/sql/access-stores",
  "test/sql/embedded-server",
  "test/sql/log-replay",
]

/** The largest first, as ever, but the longest before them: none of these is left for one worker at the end. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: Array<TestSpecification>): Promise<Array<TestSpecification>> {
    const bySize = await super.sort(files)
    const isLong = ({ moduleId }: TestSpecification) => long.some((part) => moduleId.includes(part))
    return [...bySize.filter(isLong), ...bySize.filter((file) => !isLong(file))]
  }
}
