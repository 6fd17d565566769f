import { createServer, type Server } from 'node:http'
import type { Route } from './operation-routes.ts'

/** The routes at a port and address of their own, for where there is no other server. Rejects when they cannot be had. */
export function openOperationServer(
  routes: readonly Route[],
  at: { readonly port: number; readonly host?: string },
): Promise<Server> {
  const server = createServer((request, response) => {
    const path = request.url?.split('?', 1)[0]
    const route = routes.find((each) => each.path === path && each.method === request.method)
    if (route === undefined) response.writeHead(404).end()
    else route.handler(request, response)
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(at, () => {
      server.off('error', reject)
      resolve(server)
    })
  })
}
