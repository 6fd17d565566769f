import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Debian's libfaketime, to be preloaded into a program whose clock is to be wrong; undefined where it is not there. */
export const faketime: string | undefined = ['/usr/lib', '/usr/local/lib']
  .flatMap((folder) =>
    ['x86_64-linux-gnu', 'aarch64-linux-gnu', '.'].map((place) => join(folder, place, 'faketime', 'libfaketime.so.1')),
  )
  .find((path) => existsSync(path))
