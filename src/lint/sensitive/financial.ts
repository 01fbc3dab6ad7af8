/** Money that moves: charges, refunds, transfers, payouts, purchases. */
import type { SensitiveRegion } from "./region.ts";

const providers = "{stripe,paypal,adyen,square,braintree,mollie,wise,plaid,razorpay,bank,payments}";

/** Names of a provider's test mode. */
const testMode: readonly string[] = ["{payments,payment,billing,bank,stripe,mcp/*}/{test,sandbox}{,/*}"];

/** Names that only look like payments. */
const noMoney: readonly string[] = [
  "mcp:*:create{,-,_}payment{,-,_}{link,method}*",
  "mcp:*:{create,initiate,process,submit,approve}{-,_}transfer{-,_}{issue,repo,call,job,task,ticket}*",
  "mcp:*:{charge,wire}{-,_}{point,station,frame,level,status}*",
];

export const financial: readonly SensitiveRegion[] = [
  {
    does: "move money",
    actions: [
      "{payments,payment,billing,money,funds}:{charge,refund,transfer,payout,pay,capture,withdraw,settle,credit,debit,wire}{,-*,_*}",
      `${providers}:{charge,refund,transfer,payout,pay,capture,withdraw,settle,wire}{,_*}`,
      "{payments,stripe,paypal,billing}:{create,issue,send,execute,confirm,reverse}{-,_}{charge,refund,transfer,payout,payment}*",
      "stripe:create{-,_}topup*",
    ],
    exceptActions: ["*:create{-,_}payment{-,_}{link,method}*"],
    exceptResources: testMode,
  },
  {
    does: "move money",
    actions: [
      "{charges,refunds,transfers,payouts}:{create,write,issue,send,execute,approve,confirm,update}{,-*,_*}",
    ],
    exceptResources: testMode,
  },
  {
    does: "move money",
    actions: ["{stripe,payments}:{create,update,write}"],
    resources: ["{stripe,payments}/*/{charges,refunds,payouts,transfers,payment_intents,topups}{,/*}"],
    exceptResources: testMode,
  },
  {
    does: "move money through an MCP server",
    actions: [
      "mcp:*:{create,issue,process,make,send,initiate,execute,submit,approve,confirm,capture,schedule}{,-,_}{refund,charge,payment,payout,transfer,money,funds}*",
      "mcp:*:{refund,charge,payout,pay,withdraw,wire}{,-*,_*}",
      "mcp:*:{transfer,wire,move,withdraw}{,-,_}{money,funds,balance,payment}*",
      "mcp:*:{pay,finalize,collect}{,-,_}invoice*",
    ],
    exceptActions: noMoney,
    exceptResources: testMode,
    isSpelt: true,
  },
  {
    does: "move money through an MCP server",
    actions: [
      `mcp:${providers}:{create,issue,send}{-,_}{refund,charge,pay}*`,
      `mcp:${providers}:{create,send,initiate}{-,_}{transfer,payout}*`,
      `mcp:${providers}:{refund,charge,payout,pay,transfer,capture,settle,disburse}{,_*}`,
      `mcp:${providers}:{finalize,pay}{-,_}invoice*`,
    ],
    exceptActions: noMoney,
    exceptResources: testMode,
  },
  {
    does: "move money through a payment provider's API",
    actions: ["{http,https}:{post,put,patch}"],
    resources: [
      "https://api.stripe.com/v1/{charges,refunds,payouts,transfers,payment_intents,topups}{,/*}",
      "https://api.paypal.com/*/{payments,checkout}/*",
      "https://api-m.paypal.com/*/{payments,checkout}/*",
    ],
  },
  {
    does: "buy from AWS",
    actions: [
      "aws:payments:{MakePayment,CreatePaymentInstrument,UpdatePaymentInstrument}",
      "aws:savingsplans:CreateSavingsPlan",
      "aws:ec2:{PurchaseReservedInstancesOffering,PurchaseHostReservation,PurchaseScheduledInstances,PurchaseCapacityBlock}",
      "aws:rds:PurchaseReservedDBInstancesOffering",
      "aws:redshift:PurchaseReservedNodeOffering",
      "aws:elasticache:PurchaseReservedCacheNodesOffering",
      "aws:es:{PurchaseReservedInstanceOffering,PurchaseReservedElasticsearchInstanceOffering}",
      "aws:dynamodb:PurchaseReservedCapacityOfferings",
      "aws:route53domains:{RegisterDomain,RenewDomain,TransferDomain,TransferDomainToAnotherAwsAccount}",
      "aws:aws-marketplace:{Subscribe,AcceptAgreementRequest,AcceptAgreementApprovalRequest}",
    ],
    // What is bought is none of what is there.
    exceptResources: [
      "arn:*:dynamodb:*:*:table/*",
      "arn:*:ec2:*:*:{instance,volume,snapshot,image,network-interface,security-group,subnet,vpc}/*",
      "arn:*:rds:*:*:{db,cluster,snapshot,subgrp,pg}:*",
      "arn:*:redshift:*:*:{cluster,snapshot}:*",
      "arn:*:elasticache:*:*:{cluster,replicationgroup,snapshot}:*",
      "arn:*:es:*:*:domain/*",
    ],
  },
];
