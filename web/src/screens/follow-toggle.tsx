import { useRef } from 'react';
import { useRevalidator } from 'react-router';
import { database } from '../db';
import { currentActor } from '../people/actor';
import { counted } from '../ui/counted';
import { useFlash } from '../ui/flash';
import { Star } from '../ui/icons';
import type { ArtistLoaded } from './artist';

/** The star beside the name: filled when whoever is using the app follows the artist. */
export function FollowToggle({ artist }: { artist: ArtistLoaded }) {
  const { id, name, followerCount } = artist;
  const followed = artist.followedByMe === true;
  const flash = useFlash();
  const { revalidate } = useRevalidator();
  const running = useRef(false);

  const toggle = async () => {
    if (running.current) return;
    running.current = true;
    try {
      const done = followed ? await unfollow(id) : await follow(id);
      if (!done) flash.failure(`Choose who you are first, then you can follow ${name}`);
      await revalidate();
    } catch {
      flash.failure(followed ? 'Could not unfollow artist' : 'Could not follow artist');
    } finally {
      running.current = false;
    }
  };

  return (
    <div className="following">
      <button
        type="button"
        className="follow-toggle"
        data-role="follow-toggle"
        aria-pressed={followed}
        onClick={() => void toggle()}
      >
        <Star />
        {followed ? 'Following' : 'Follow'}
      </button>
      <span className="quiet figures" data-role="follower-count">
        {followerCount === 0 ? 'No followers yet' : counted(followerCount, 'follower')}
      </span>
    </div>
  );
}

/** Whether there was somebody to do it. */
async function follow(artistId: string): Promise<boolean> {
  const actor = await currentActor();
  if (actor) await (await database()).music.followArtist(artistId, {}, { actor });
  return actor !== undefined;
}

async function unfollow(artistId: string): Promise<boolean> {
  const actor = await currentActor();
  if (!actor) return false;
  await (await database()).music.unfollowArtist({ artistId, followerId: actor.id }, { actor });
  return true;
}
