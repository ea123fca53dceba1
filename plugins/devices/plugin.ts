import { definePlugin } from "#core/plugins/sdk.ts"
import { devices } from "./device-list.ts"

export default definePlugin({ key: "devices", routes: devices.routes })
