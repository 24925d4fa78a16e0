"""Commands about the mail: who got which edition, what waits and why, and what to do about it."""

from __future__ import annotations

import sys

import click

from advisories import mailboxes
from advisories.cli.tables import table
from advisories.cli.workspace import Workspace, print_json, shared_options, with_workspace
from advisories.config import Settings
from advisories.deliver import Delivered, deliver
from advisories.digest.inert import line
from advisories.errors import InputError
from advisories.mail import letter
from advisories.mail.transport import Outcome
from advisories.store.outbox import Delivery, DeliveryState
from advisories.times import spoken

NOT_ALL_SENT = 3
STATES = click.Choice([state.value for state in DeliveryState])
EDITION = click.option("--edition", type=click.IntRange(min=1), metavar="NUMBER", help="Only this edition.")


@click.group()
@shared_options
def deliveries() -> None:
    """The mail: who got which edition, what waits and why."""


@deliveries.command("list")
@EDITION
@click.option("--state", "states", type=STATES, multiple=True, help="Only this state (can be given several times).")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_workspace
def list_command(work: Workspace, edition: int | None, states: tuple[str, ...], *, as_json: bool) -> None:
    """List deliveries with their states and reasons, oldest first."""
    with work.open_store() as store:
        found = store.outbox.entries(edition=edition, states=[DeliveryState(state) for state in states])
    if as_json:
        print_json(found)
    elif found:
        rows = [_row(delivery) for delivery in found]
        click.echo(table(("EDITION", "RECIPIENT", "STATE", "ATTEMPTS", "DONE", "NEXT", "WHY"), rows))
    else:
        click.echo(f"No delivery; {_recipients(work.settings)}.")


def _recipients(settings: Settings) -> str:
    count = len(settings.delivery.addresses)
    return f"the settings name {count} recipients" if count else "the settings name no recipients ([delivery])"


def _row(delivery: Delivery) -> tuple[str, ...]:
    return (
        str(delivery.edition),
        delivery.recipient,
        delivery.state.value,
        str(delivery.attempts),
        spoken(delivery.done_at) if delivery.done_at else "-",
        spoken(delivery.next_at) if delivery.next_at else "-",
        delivery.reason or "-",
    )


@deliveries.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_workspace
def send(work: Workspace, *, as_json: bool) -> None:
    """Send what is due now. Exit status 3 if anything that was tried was not sent."""
    with work.open_store() as store:
        done = deliver(store, work.transport(), work.settings, work.clock)
    if as_json:
        print_json(done)
    else:
        tell(done)
        if not done.attempts and not done.recovered:
            click.echo("Nothing is due.")
    sys.exit(0 if all(one.state is DeliveryState.SENT for one in done.attempts) else NOT_ALL_SENT)


def tell(done: Delivered) -> None:
    """Print one line per delivery that was tried or found left behind."""
    for left in done.recovered:
        click.echo(f"mail: edition {left.edition} to {left.recipient}: {left.state.value}: {line(left.reason)}")
    for one in done.attempts:
        again = f", next {spoken(one.next_at)}" if one.next_at else ""
        click.echo(f"mail: edition {one.edition} to {one.recipient}: {one.state.value}{again}: {line(one.reason)}")
    if done.stopped:
        click.echo(f"mail: stopped, the rest stays queued: {line(done.stopped)}")


@deliveries.command("resend-unknown")
@EDITION
@with_workspace
def resend_unknown(work: Workspace, edition: int | None) -> None:
    """Queue again what may or may not have arrived. Somebody may get an edition twice."""
    _resend(work, edition, (DeliveryState.UNKNOWN,))


@deliveries.command("resend-failed")
@EDITION
@with_workspace
def resend_failed(work: Workspace, edition: int | None) -> None:
    """Queue again what was refused or given up, but for addresses that are suppressed."""
    _resend(work, edition, (DeliveryState.FAILED, DeliveryState.BOUNCED))


def _resend(work: Workspace, edition: int | None, states: tuple[DeliveryState, ...]) -> None:
    with work.open_store() as store:
        count = store.outbox.resend(states, work.now, edition=edition)
    click.echo(f"{count} queued again{'; `advisories deliveries send` sends them now' if count else ''}")


@deliveries.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_workspace
def suppressed(work: Workspace, *, as_json: bool) -> None:
    """List the addresses that get nothing more because their server refused one for good."""
    with work.open_store() as store:
        found = store.outbox.suppressed()
    if as_json:
        print_json(found)
    elif found:
        click.echo(table(("ADDRESS", "SINCE", "WHY"), [(one.recipient, spoken(one.at), one.reason) for one in found]))
    else:
        click.echo("No address is suppressed.")


@deliveries.command()
@click.argument("address")
@with_workspace
def unsuppress(work: Workspace, address: str) -> None:
    """Let an address have the following editions again."""
    with work.open_store() as store:
        if not store.outbox.unsuppress(_checked(address)):
            raise InputError(f"{line(address)} is not suppressed")
    click.echo(f"{address} gets the following editions again")


@deliveries.command("test")
@click.argument("address")
@with_workspace
def test_command(work: Workspace, address: str) -> None:
    """Send ADDRESS a message that is clearly marked as a test. Exit status 3 if it was not sent."""
    recipient = _checked(address)
    settings = work.settings.digest
    try:
        sender = mailboxes.bare(settings.sender)
    except ValueError as error:
        raise InputError(f"settings: digest.sender: {error}") from None
    message = letter.trial(title=settings.title, sender=settings.sender, recipient=recipient, at=work.now)
    transport = work.transport()
    try:
        sent = transport.send(message, sender, recipient, lambda: None)
    finally:
        transport.close()
    click.echo(f"{recipient}: {sent.outcome.value}: {line(sent.reason)}")
    sys.exit(0 if sent.outcome is Outcome.SENT else NOT_ALL_SENT)


def _checked(address: str) -> str:
    try:
        return mailboxes.mailbox(address)
    except ValueError as error:
        raise InputError(str(error)) from None
