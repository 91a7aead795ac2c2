import { useRevalidator } from 'react-router';
import { Button } from '../ui/button';
import { useFlash } from '../ui/flash';
import { inUnits, type StorageFacts } from './storage-facts';

interface StorageStatusProps {
  contents: string;
  facts: StorageFacts;
}

export function StorageStatus({ contents, facts }: StorageStatusProps) {
  const { kept, used, available, persistent } = facts;
  return (
    <section className="panel" aria-labelledby="storage" data-role="storage-status">
      <h2 id="storage">Storage</h2>
      <dl className="facts-list figures">
        <div>
          <dt>Where</dt>
          <dd>
            {kept
              ? 'On this device, in the private file storage of this browser'
              : 'In memory only, until this tab closes'}
          </dd>
        </div>
        <div>
          <dt>Collection</dt>
          <dd>{contents}</dd>
        </div>
        {used !== undefined && (
          <div>
            <dt>Size</dt>
            <dd>
              {inUnits(used)}
              {available !== undefined && (
                <span className="quiet"> of the {inUnits(available)} this browser allows</span>
              )}
            </dd>
          </div>
        )}
        {kept && (
          <div>
            <dt>Persistence</dt>
            <dd>
              {persistent
                ? 'Protected: the browser clears it only when you ask'
                : 'Not protected: the browser may clear it when the device runs out of room'}
            </dd>
          </div>
        )}
      </dl>
      {kept && !persistent && <Protect />}
    </section>
  );
}

function Protect() {
  const flash = useFlash();
  const { revalidate } = useRevalidator();
  const protect = async () => {
    const granted = await navigator.storage.persist();
    if (granted) flash.success('The collection is protected now');
    else flash.failure('The browser did not agree. It often does once a site is used regularly.');
    await revalidate();
  };
  return (
    <div className="button-row">
      <Button onClick={() => void protect()}>Protect the collection</Button>
    </div>
  );
}
