/** The next page of a list; when it did not come, the same button asks again. */
import { Button } from 'antd';
import type { Listed } from '../rows.js';
import { W } from '../words.js';

export function More({ list }: { list: Partial<Pick<Listed<unknown>, 'next' | 'more' | 'loadMore'>> }) {
  if (!list.next) return null;
  return (
    <Button block loading={list.more === 'loading'} onClick={list.loadMore} className="more">
      {list.more === 'failed' ? W.common.retry : W.common.more}
    </Button>
  );
}
