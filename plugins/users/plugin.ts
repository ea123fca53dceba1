import { definePlugin } from "#core/plugins/sdk.ts"
import { peopleRoutes } from "./people.ts"
import { roleRoutes } from "./roles.ts"

export default definePlugin({ key: "users", routes: [...peopleRoutes, ...roleRoutes] })
