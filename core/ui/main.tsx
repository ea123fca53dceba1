import { createRoot } from "react-dom/client"
import { takeAccessFromAddress } from "./session/access.ts"
import { Shell } from "./shell/shell.tsx"
import "./design/tokens.css"
import "./design/base.css"
import "./design/text-size.ts"
import "./design/theme.ts"

takeAccessFromAddress()
const root = document.getElementById("heard")
if (root === null) throw new Error("index.html has no #heard")
createRoot(root).render(<Shell />)
