"""A runner that writes to an address on record, never to one the agent names."""

from smtplib import SMTPConnectError, SMTPException, SMTPRecipientsRefused

from django.core.mail import EmailMessage

from agents.runners.reports import Order, Report, Result


def send_email(order: Order) -> Report:
    """Send the action's message to the e-mail address on the supplier's record."""
    address = (order.facts.get("supplier") or {}).get("email")
    if not address:
        return Report(Result.FAILED_CLEAN, "There is no e-mail address on record.")
    message = EmailMessage(
        subject=f"Your invoice {order.parameters.get('invoice', '')}".strip(),
        body=str(order.parameters["message"]),
        to=[address],
        headers={"Message-ID": f"<{order.intent}@remit.invalid>"},
    )
    try:
        message.send()
    except (ConnectionRefusedError, SMTPConnectError, SMTPRecipientsRefused) as error:
        return Report(Result.FAILED_CLEAN, f"The mail was not taken: {error}.")
    except (OSError, SMTPException) as error:
        return Report(Result.UNKNOWN, f"The mail server's answer was lost: {error}.")
    return Report(Result.DONE, f"Sent to {address}.")
