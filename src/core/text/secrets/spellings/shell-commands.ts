import { combine, QUOTED, withHint } from '../spelling.ts'

const WORD = `(?<secret>${QUOTED}|[^\\s;"',)|<>]{1,400})`

/** What tools of a shell have right before a secret: their options differ, so each stands beside its tool. */
const TOOLS = [
  'snmp\\w{2,12}[ \\t][^\\n|]{0,200}-[cAX]',
  'ldap\\w{3,10}[ \\t][^\\n|]{0,200}-w',
  'redis-cli[ \\t][^\\n|]{0,100}-a',
  '(?:docker[ \\t]+login|psexec|zip|unzip|useradd|usermod)[ \\t][^\\n|]{0,200}-[pP]',
  '(?:plink|pscp|psftp)[ \\t][^\\n|]{0,200}-pw',
  'pk12util[ \\t][^\\n|]{0,200}-[WK]',
  'ssh-keygen[ \\t][^\\n|]{0,200}-[NP]',
  'openssl[ \\t][^\\n|]{0,200}-(?:k|K|pass(?:in|out)?)',
  'openssl[ \\t]+passwd(?:[ \\t]+-[\\w-]{1,12})*',
  'keytool[ \\t][^\\n|]{0,200}-(?:store|key)pass',
  'schtasks[ \\t][^\\n|]{0,200}/rp',
  'htpasswd[ \\t]+-\\w{0,4}b\\w{0,4}[ \\t]+\\S{1,200}[ \\t]+\\S{1,60}',
  'rasdial[ \\t]+(?:"[^"\\n]{1,60}"|\\S{1,60})[ \\t]+[^\\s/]\\S{0,60}',
  'net[ \\t]+user[ \\t]+[^\\s/]\\S{0,60}',
  'create[ \\t]+account[ \\t]+\\w{4,8}[ \\t]+\\S{1,60}',
  'radtest[ \\t]+(?:-\\w[ \\t]+\\S{1,20}[ \\t]+)?\\S{1,60}',
  'radtest[ \\t]+(?:-\\w[ \\t]+\\S{1,20}[ \\t]+)?\\S{1,60}[ \\t]+\\S{1,60}[ \\t]+\\S{1,60}[ \\t]+\\d{1,6}',
  'test[ \\t]+aaa[ \\t]+group[ \\t]+\\S{1,60}[ \\t]+\\S{1,60}',
  'diag(?:nose)?[ \\t]+test[ \\t]+authserver[ \\t]+\\w{1,12}[ \\t]+\\S{1,60}[ \\t]+(?:(?:pap|chap|mschap2?)[ \\t]+)?\\S{1,60}',
  'execute[ \\t]+backup[ \\t][^\\n]{1,200}[ \\t](?:\\d{1,3}\\.){3}\\d{1,3}(?:[ \\t]+(?=\\S{1,60}[ \\t]+\\S)\\S{1,60})?',
].map((before) => new RegExp(`(?<=(?<![\\w-])${before}[ \\t]+)(?!-)${WORD}`, 'dg'))

/** An option with a value of its own form, perhaps right behind it. */
function option(tools: string, written: string): { readonly pattern: RegExp } {
  return { pattern: new RegExp(`(?<=(?<![\\w-])(?:${tools})[ \\t](?:[^\\n|]{0,200}[ \\t])?)${written}`, 'dg') }
}

const ASKED = '(?:sudo[ \\t][^\\n|]{0,60}-\\w{0,4}S|passwd|chpasswd|[^\\n|]{0,200}--?pass\\w{0,10}(?:-on)?-?stdin)'

/** What is handed to tools of a shell. */
export const SHELL_COMMANDS = withHint(
  {
    words: combine(
      'snmp|ldap|smb|rpcclient|winexe|net rpc|net ads|redis-cli|docker|psexec|zip|user|plink|pscp|psftp|pk12util|ssh-keygen|openssl|keytool|schtasks|htpasswd|rasdial|account|radtest|test|execute|mysql|7z|sshpass|curl|wget|/p:|/pass:|stdin|passwd|sudo|certutil|echo|printf',
    ),
  },
  [
    ...TOOLS.map((pattern) => ({ pattern })),
    option('mysql\\w{0,10}|7z\\w?|sshpass', '-p(?<secret>[^\\s|]{1,200})'),
    option('curl', `-u[ \\t]{0,9}["']?[^\\s:"'=]{1,100}:(?<secret>[^\\s"']{1,200})`),
    option('smb\\w{1,12}|rpcclient|winexe|net[ \\t]+(?:rpc|ads)', '-U[ \\t]{0,9}[^\\s%]{1,60}%(?<secret>\\S{1,200})'),
    { pattern: /[ \t]--user[ \t=]["']?[^\s:"'=]{1,100}:(?<secret>[^\s"']{1,200})/dg },
    {
      pattern:
        /(?<![\w-])curl[ \t][^\n|]{0,300}(?:-b|--cookie)[ \t=]{1,9}(?<secret>"[^"\n]{1,400}"|'[^'\n]{1,400}'|\S{1,400})/dg,
    },
    { pattern: /[ \t]\/p(?:ass)?:(?<secret>\S{1,200})/dgi },
    // What is handed to a program that asks for it: `echo KEY | sudo -S`, `sudo -S <<< KEY`, `certutil -f <(echo KEY)`.
    {
      pattern: new RegExp(
        `\\b(?:echo|printf)[ \\t]+(?:-\\w{1,3}[ \\t]+)?${WORD}[ \\t]{0,9}\\|[ \\t]{0,9}(?:sudo[ \\t]+)?${ASKED}`,
        'dg',
      ),
    },
    { pattern: new RegExp(`(?<![\\w-])${ASKED}[^\\n|]{0,200}<<<[ \\t]{0,9}${WORD}`, 'dg') },
    // `echo KEY > psk.txt`, `printf '%s' KEY > secrets`.
    {
      pattern: new RegExp(
        `\\b(?:echo|printf)[ \\t]+(?:-\\w{1,3}[ \\t]+|["']?%s(?:\\\\n)?["']?[ \\t]+)?${WORD}[ \\t]{0,9}>{1,2}[ \\t]{0,9}[^\\s;|]{0,200}(?:psk|secret|passw|key)`,
        'dg',
      ),
    },
    { pattern: new RegExp(`<\\((?:echo|printf)[ \\t]+(?:-\\w{1,3}[ \\t]+)?${WORD}`, 'dg') },
  ],
)
