import { explain } from '../explain.ts';
import { checkPack } from './check-pack.ts';
import { inTemporaryFolder } from './in-temporary-folder.ts';

// The packages as strangers get them: `npm run check-pack`.
try {
  const { problems } = await inTemporaryFolder(checkPack);
  if (problems.length > 0) throw new Error(problems.join('\n'));
} catch (error) {
  explain(error);
}
