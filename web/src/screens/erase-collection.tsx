import { useState } from 'react';
import { database } from '../db';
import { Artist } from '../domain/artist';
import { Button } from '../ui/button';
import { Confirm } from '../ui/confirm';
import { useFlash } from '../ui/flash';

interface EraseCollectionProps {
  contents: string;
  empty: boolean;
  onErased: () => void;
}

type Question = 'none' | 'first' | 'second';

/** Asks twice, in different words, because nothing brings the collection back. */
export function EraseCollection({ contents, empty, onErased }: EraseCollectionProps) {
  const [question, setQuestion] = useState<Question>('none');
  const flash = useFlash();
  const close = () => setQuestion('none');

  const erase = async () => {
    const erased = await eraseAll();
    close();
    if (erased) flash.success('The collection was erased');
    else flash.failure('Could not erase the collection');
    onErased();
  };

  return (
    <div className="button-row">
      <Button
        onClick={() =>
          empty ? flash.success('The collection is empty already') : setQuestion('first')
        }
      >
        Erase everything
      </Button>
      {question === 'first' && (
        <Confirm
          key="first"
          title="Erase everything?"
          confirmLabel="Erase…"
          onConfirm={() => setQuestion('second')}
          onClose={close}
        >
          <p>This removes {contents} from this device.</p>
        </Confirm>
      )}
      {question === 'second' && (
        <Confirm
          key="second"
          title="Really everything?"
          confirmLabel="Erase it all"
          onConfirm={erase}
          onClose={close}
        >
          <p>There is no copy, and no way back.</p>
        </Confirm>
      )}
    </div>
  );
}

/** Albums, tracks and followers go with their artists. */
async function eraseAll(): Promise<boolean> {
  const tunez = await database();
  const result = await tunez.bulkDestroy(Artist, {}, 'destroy');
  return result.status === 'success';
}
