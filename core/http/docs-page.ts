import { hash } from "node:crypto"
import type { OpenApiDocument, Operation } from "./openapi.ts"

/** The OpenAPI document as one page that reads without scripts and without the internet. */
export const docsPage = (
  document: OpenApiDocument,
  links: { readonly openapi: string; readonly asyncapi: string },
): string => {
  const { schemas } = document.components
  const sections = document.tags.map(
    ({ name }) =>
      `<section><h2 id="${escaped(name)}">${escaped(name)}</h2>${operationsOf(document, name)}</section>`,
  )
  const components = Object.entries(schemas).map(
    ([name, schema]) =>
      `<details id="schema-${escaped(name)}"><summary><code>${escaped(name)}</code></summary>${json(schema)}</details>`,
  )
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Heard API</title><style>${style}</style></head>
<body><header><h1>Heard API <small>${escaped(document.info.version)}</small></h1>
<p>${escaped(document.info.description)}</p>
<p><a href="${escaped(links.openapi)}">OpenAPI</a> · <a href="${escaped(links.asyncapi)}">AsyncAPI (sockets, MQTT)</a></p>
<nav>${document.tags.map(({ name }) => `<a href="#${escaped(name)}">${escaped(name)}</a>`).join(" ")}
<a href="#schemas">schemas</a></nav></header>
<main>${sections.join("")}<section><h2 id="schemas">schemas</h2>${components.join("")}</section></main></body></html>`
}

const operationsOf = (document: OpenApiDocument, tag: string): string =>
  Object.entries(document.paths)
    .flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([, operation]) => operation.tags.includes(tag))
        .map(([method, operation]) => operationEntry(method, path, operation)),
    )
    .join("")

const operationEntry = (method: string, path: string, operation: Operation): string =>
  `<details><summary><b class="${method}">${method.toUpperCase()}</b> <code>${escaped(path)}</code>
<span>${escaped(operation.summary)}</span></summary>
${operation.description === undefined ? "" : `<p>${escaped(operation.description)}</p>`}
<p>${operation.security.length === 0 ? "Open" : "Bearer token"}</p>
${operation.parameters === undefined ? "" : `<h3>Parameters</h3>${json(operation.parameters)}`}
${operation.requestBody === undefined ? "" : `<h3>Body</h3>${json(operation.requestBody)}`}
<h3>Answers</h3>${json(operation.responses)}</details>`

const json = (value: unknown): string => {
  const text = escaped(JSON.stringify(value, null, 2))
  return `<pre>${text.replace(
    /#\/components\/schemas\/([A-Za-z0-9._-]+)/g,
    (_ref, name) => `<a href="#schema-${name}">${name}</a>`,
  )}</pre>`
}

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { max-width: 60rem; margin: 0 auto; padding: 1rem }
h1 small { font-weight: normal; opacity: .7 }
nav a { margin-inline-end: .75rem }
details { border: 1px solid #8886; border-radius: .5rem; margin: .5rem 0; padding: .25rem .75rem }
summary { cursor: pointer; padding: .5rem 0; overflow-wrap: anywhere }
summary b { display: inline-block; min-width: 4.5rem }
summary span { display: block; opacity: .8 }
pre { overflow: auto; background: #8881; padding: .75rem; border-radius: .5rem; font-size: .85rem }
`

/** Content-Security-Policy of the page: this one style, and nothing else that a browser could load or run. */
export const docsPolicy = `default-src 'none'; style-src 'sha256-${hash("sha256", style, "base64")}'; frame-ancestors 'none'`
