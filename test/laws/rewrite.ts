import type { LabCase } from '../../lab/case.ts'
import type { Random } from '../../lab/random.ts'

/** Changes the texts of both ends; `isConf` is false for an ipsec.conf. */
function rewritten(labCase: LabCase, rewrite: (text: string, isSwanctl: boolean) => string): LabCase {
  return {
    ...labCase,
    a: rewrite(labCase.a, labCase.daemon_a !== 'libreswan'),
    b: rewrite(labCase.b, labCase.daemon_b !== 'libreswan'),
  }
}

const COMMENTS = ['', '# changed last week', '    # local_ts = 10.99.0.0/16', '\t', '# } include nothing {']

/** Blank lines and comments between all lines. */
export function withComments(labCase: LabCase, random: Random): LabCase {
  return rewritten(labCase, (text) =>
    text
      .split('\n')
      .flatMap((line) => (random.chance(0.5) ? [random.pick(COMMENTS), line] : [line]))
      .join('\n'),
  )
}

/** The sections of a swanctl.conf in another order, and the keys of each section that no order matters for. */
export function withoutOrder(labCase: LabCase, random: Random): LabCase {
  return rewritten(labCase, (text, isSwanctl) => (isSwanctl ? reordered(text, random) : text))
}

function reordered(text: string, random: Random): string {
  const [connections, secrets] = text.split(/^(?=secrets \{)/m)
  if (connections === undefined || secrets === undefined) return text
  return `${shuffledKeys(secrets.trimEnd(), random)}\n${shuffledKeys(connections.trimEnd(), random)}\n`
}

/** Shuffles each run of lines of the form `key = value`. */
function shuffledKeys(text: string, random: Random): string {
  const lines: string[] = []
  let run: string[] = []
  for (const line of [...text.split('\n'), '']) {
    if (/^\s+[\w-]+ = /.test(line) && !/\{|"[^"]*$/.test(line)) run.push(line)
    else {
      lines.push(...random.sample(run, run.length), line)
      run = []
    }
  }
  return lines.slice(0, -1).join('\n')
}

const SWANCTL = `  elsewhere {
    version = 2
    local_addrs = %any
    remote_addrs = 203.0.113.222
    proposals = aes256-sha256-ecp521
    local {
      auth = psk
      id = hub.elsewhere.example
    }
    remote {
      auth = psk
      id = spoke.elsewhere.example
    }
    children {
      elsewhere-net {
        local_ts = 172.31.8.0/24
        remote_ts = 172.31.9.0/24
        esp_proposals = aes256gcm16-ecp521
      }
    }
  }
`

/** A connection to another gateway, for other networks, behind those that are there; its key is for it alone. */
export function withUnrelated(labCase: LabCase): LabCase {
  return rewritten(labCase, (text, isSwanctl) => {
    if (!isSwanctl) return text
    return text.replace(
      /^\}\nsecrets \{\n/m,
      `${SWANCTL}}\nsecrets {\n  ike-elsewhere {\n    id-1 = spoke.elsewhere.example\n    secret = "quite another"\n  }\n`,
    )
  })
}
